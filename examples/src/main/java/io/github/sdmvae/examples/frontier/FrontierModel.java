/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

import io.github.sdmvae.examples.training.Recipe;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.transform.InputTransform;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model of the frontier, for instance {@code sdm-b4} or {@code vsc-a0.05}.
 *
 * @param family which kind
 * @param own its own number; NaN if it has none
 * @param beta weight of the divergence
 */
record FrontierModel(Family family, double own, double beta) {
    private static final Pattern ID = Pattern.compile("([a-z-]+?)(?:-a([0-9.]+))?(?:-b([0-9.]+))?");

    static FrontierModel of(String id) {
        Matcher parts = ID.matcher(id.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException("a model must be a name with -aX for its own number and -bX for \u03b2,"
                    + " for instance sdm-b4 or vsc-a0.05, got " + id);
        }
        Family family = Family.of(parts.group(1));
        if (parts.group(2) != null && family.number().isEmpty()) {
            throw new IllegalArgumentException(family.id() + " has no number of its own, got " + id);
        }
        double own = parts.group(2) == null ? family.usual() : number(parts.group(2), id);
        return new FrontierModel(family, own, parts.group(3) == null ? 1 : number(parts.group(3), id));
    }

    private static double number(String text, String id) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a model's numbers must be decimal, got " + id, e);
        }
    }

    String id() {
        return family.id() + (hasOwn() ? "-a" + text(own) : "") + (beta == 1 ? "" : "-b" + text(beta));
    }

    String title() {
        return family.title() + (knob().isEmpty() ? "" : ", " + knob());
    }

    /** What tells it from its family's other models; its own number only where it is not the usual one. */
    String knob() {
        boolean shown = hasOwn() && (own != family.usual() || family == Family.VSC);
        String ownText = shown ? family.number() + " = " + text(own) : "";
        String betaText = beta == 1 ? "" : "\u03b2 = " + text(beta);
        return ownText.isEmpty() || betaText.isEmpty() ? ownText + betaText : ownText + ", " + betaText;
    }

    private boolean hasOwn() {
        return !Double.isNaN(own);
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }

    /** The model for data of a likelihood; the encoder sees them through the transform, if there is one. */
    Recipe on(Likelihood likelihood, @Nullable InputTransform input) {
        return new OnData(this, likelihood, input);
    }

    private record OnData(
            FrontierModel model,
            Likelihood likelihood,
            @Nullable InputTransform input) implements Recipe {
        @Override
        public String id() {
            return model.id();
        }

        @Override
        public String title() {
            return model.title();
        }

        @Override
        public ModelDefinition definition(int inputSize, List<Integer> hidden, int latent, long seed) {
            ModelDefinitionBuilder builder = ModelDefinition.builder()
                    .inputSize(inputSize)
                    .hidden(hidden.stream().mapToInt(Integer::intValue).toArray())
                    .dictionary(model.family.dictionary(latent))
                    .prior(model.family.prior(model.own))
                    .likelihood(likelihood)
                    .seed(seed);
            DimensionSelector selector = model.family.selector(model.own);
            if (selector != null) {
                builder.selector(selector);
            }
            return (input == null ? builder : builder.inputTransform(input)).build();
        }

        @Override
        public @Nullable GammaUpdate gammaUpdate() {
            return model.family.gammaUpdate(model.own);
        }

        @Override
        public boolean unitAtoms() {
            return model.family == Family.SDM_UNIT;
        }

        @Override
        public ElboStrategy elbo() {
            return model.beta == 1
                    ? ElboStrategy.asPublished()
                    : ElboStrategy.asPublished().withBeta(BetaSchedule.constant(model.beta));
        }
    }
}
