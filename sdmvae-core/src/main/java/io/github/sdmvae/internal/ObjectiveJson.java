/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import com.google.gson.JsonObject;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.objective.Extensions;
import io.github.sdmvae.objective.GammaUpdate;
import io.github.sdmvae.objective.Likelihood;
import io.github.sdmvae.objective.Prior;
import java.nio.file.Path;
import java.util.Optional;

/** Priors, likelihoods and γ updates as JSON: a kind and its numbers; of custom ones the name. */
public final class ObjectiveJson {
    private static final String CUSTOM = "custom";

    private ObjectiveJson() {}

    static JsonObject toJson(Prior prior) {
        if (prior instanceof Prior.Custom custom) {
            return customJson(custom.function().name());
        }
        JsonObject json = kind(prior.name());
        if (prior instanceof Prior.Laplace laplace) {
            json.addProperty("scale", laplace.scale());
        } else if (prior instanceof Prior.StudentT student) {
            json.addProperty("degrees", student.degrees());
        } else if (prior instanceof Prior.GaussianMixture mixture) {
            json.addProperty("weight", mixture.weight());
            json.addProperty("deviation1", mixture.deviation1());
            json.addProperty("deviation2", mixture.deviation2());
        } else if (prior instanceof Prior.SpikeAndSlab slab) {
            json.addProperty("alpha", slab.alpha());
        } else if (prior instanceof Prior.PseudoInputs pseudo) {
            json.addProperty("alpha", pseudo.alpha());
            json.addProperty("count", pseudo.count());
        } else if (prior instanceof Prior.None none) {
            json.addProperty("penalty", none.penalty());
        }
        return json;
    }

    static JsonObject toJson(Likelihood likelihood) {
        if (likelihood instanceof Likelihood.Custom custom) {
            return customJson(custom.function().name());
        }
        JsonObject json = kind(likelihood.name());
        if (likelihood instanceof Likelihood.ComplexGaussian complex) {
            json.addProperty("floor", complex.floor());
            addLimit(json, complex.clamp());
        } else if (likelihood instanceof Likelihood.Gaussian gaussian) {
            json.addProperty("variance", gaussian.variance());
        } else if (likelihood instanceof Likelihood.GaussianLearnedVariance learned) {
            addLimit(json, learned.clamp());
        }
        return json;
    }

    /** JSON has no infinity; a clamp that is off is left out. */
    private static void addLimit(JsonObject json, double clamp) {
        if (!Double.isInfinite(clamp)) {
            json.addProperty("clamp", clamp);
        }
    }

    /**
     * Writes.
     *
     * @param gamma what
     * @return its JSON
     */
    public static JsonObject toJson(GammaUpdate gamma) {
        if (gamma instanceof GammaUpdate.Custom custom) {
            return customJson(custom.function().name());
        }
        if (gamma instanceof GammaUpdate.InverseGamma inverse) {
            JsonObject json = kind("inverseGamma");
            json.addProperty("alpha", inverse.alpha());
            json.addProperty("beta", inverse.beta());
            return json;
        }
        if (gamma instanceof GammaUpdate.Shared shared) {
            JsonObject json = kind("shared");
            json.addProperty("decay", shared.decay());
            return json;
        }
        if (gamma instanceof GammaUpdate.Fixed fixed) {
            JsonObject json = kind("fixed");
            json.addProperty("value", fixed.value());
            return json;
        }
        return kind("closedForm");
    }

    private static JsonObject kind(String kind) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", kind);
        return json;
    }

    private static JsonObject customJson(String name) {
        JsonObject json = kind(CUSTOM);
        json.addProperty("name", name);
        return json;
    }

    static Prior prior(JsonObject json, Extensions extensions, Path file) throws FileFormatException {
        return switch (kind(json)) {
            case "standardNormal" -> Prior.standardNormal();
            case "learnedVariance" -> Prior.learnedVariance();
            case "laplace" -> Prior.laplace(number(json, "scale"));
            case "cauchy" -> Prior.cauchy();
            case "studentT" -> Prior.studentT(number(json, "degrees"));
            case "gaussianMixture" ->
                Prior.gaussianMixture(number(json, "weight"), number(json, "deviation1"), number(json, "deviation2"));
            case "spikeAndSlab" -> Prior.spikeAndSlab(number(json, "alpha"));
            case "pseudoInputs" -> Prior.pseudoInputs(number(json, "alpha"), Json.integer(json, "count"));
            case "none" -> Prior.absolutePenalty(number(json, "penalty"));
            case CUSTOM -> Prior.custom(found("prior", json, extensions.prior(name(json)), file));
            default -> throw unknown("prior", json);
        };
    }

    static Likelihood likelihood(JsonObject json, Extensions extensions, Path file) throws FileFormatException {
        return switch (kind(json)) {
            case "complexGaussian" -> Likelihood.complexGaussian(number(json, "floor"), limit(json));
            case "gaussian" -> Likelihood.gaussian(number(json, "variance"));
            case "gaussianLearnedVariance" -> new Likelihood.GaussianLearnedVariance(limit(json));
            case "bernoulli" -> Likelihood.bernoulli();
            case CUSTOM -> Likelihood.custom(found("likelihood", json, extensions.likelihood(name(json)), file));
            default -> throw unknown("likelihood", json);
        };
    }

    /**
     * Reads.
     *
     * @param json a γ update
     * @param extensions updates of the user's own
     * @param file for messages
     * @return the γ update
     * @throws FileFormatException if an extension is missing
     */
    public static GammaUpdate gamma(JsonObject json, Extensions extensions, Path file) throws FileFormatException {
        return switch (kind(json)) {
            case "closedForm" -> GammaUpdate.closedForm();
            case "inverseGamma" -> GammaUpdate.inverseGamma(number(json, "alpha"), number(json, "beta"));
            case "shared" -> GammaUpdate.shared(number(json, "decay"));
            case "fixed" -> GammaUpdate.fixed(number(json, "value"));
            case CUSTOM -> GammaUpdate.custom(found("gammaUpdate", json, extensions.gamma(name(json)), file));
            default -> throw unknown("gammaUpdate", json);
        };
    }

    private static <T> T found(String part, JsonObject json, Optional<T> extension, Path file)
            throws FileFormatException {
        return extension.orElseThrow(() -> new FileFormatException(
                Reason.MISSING_EXTENSION,
                file + ": the model uses a " + part + " of its maker's own, '" + name(json)
                        + "'; load it with Extensions.none().with(...)",
                null));
    }

    private static IllegalArgumentException unknown(String part, JsonObject json) {
        return new IllegalArgumentException("unknown " + part + " '" + kind(json) + "'");
    }

    private static String kind(JsonObject json) {
        return Json.string(json, "kind");
    }

    private static String name(JsonObject json) {
        return Json.string(json, "name");
    }

    private static double number(JsonObject json, String name) {
        return Json.number(json, name);
    }

    private static double limit(JsonObject json) {
        return json.has("clamp") ? number(json, "clamp") : Double.POSITIVE_INFINITY;
    }
}
