/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.BetaSchedules;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.ElboStrategy.Divergence;
import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.DescriptionJson;
import io.github.sdmvae.part.Part;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.GammaUpdates;

/** A trainer's settings as JSON, complete: read back, they are equal. Functions of the user's own cannot be written. */
final class OptionsJson {
    private static final String GAMMA = "gammaUpdate";
    private static final String RATE = "learningRate";
    private static final String BETA = "beta";
    private static final String UNIT_ATOMS = "unitAtoms";
    private static final String CLIPPING = "gradientClipping";

    private OptionsJson() {}

    static String write(TrainingOptions options) {
        JsonObject json = new JsonObject();
        json.addProperty("epochs", options.epochs());
        json.addProperty("batchSize", options.batchSize());
        json.add(RATE, part(RATE, options.learningRate(), LearningRate.Known.class));
        json.addProperty("patience", options.patience());
        json.add(CLIPPING, Json.number(options.gradientClipping()));
        GammaUpdate gamma = options.gamma();
        if (gamma != null) {
            json.add(GAMMA, described(GAMMA, gamma.describe()));
        }
        json.addProperty("divergence", options.elbo().divergence().name());
        json.addProperty("samples", options.elbo().samples());
        json.add(BETA, part(BETA, options.elbo().beta(), BetaSchedule.Known.class));
        json.add("freeBits", Json.number(options.elbo().freeBits()));
        json.addProperty("seed", options.seed());
        if (options.unitAtoms()) {
            json.addProperty(UNIT_ATOMS, true);
        }
        return json.toString();
    }

    private static JsonObject part(String name, Object schedule, Class<? extends Part> known) {
        if (!known.isInstance(schedule)) {
            throw custom(name);
        }
        return described(name, known.cast(schedule).describe());
    }

    private static JsonObject described(String name, Description description) {
        if (description.kind().equals(Description.CUSTOM)) {
            throw custom(name);
        }
        return DescriptionJson.toJson(description);
    }

    private static IllegalArgumentException custom(String name) {
        return new IllegalArgumentException(
                name + " is a function of your own, which cannot be written down; use one of the library's");
    }

    static TrainingOptions read(String text) {
        try {
            return read(JsonParser.parseString(text).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException("these are no training options: " + e.getMessage(), e);
        }
    }

    private static TrainingOptions read(JsonObject json) {
        ElboStrategy elbo = new ElboStrategy(
                Divergence.valueOf(Json.string(json, "divergence")),
                Json.integer(json, "samples"),
                BetaSchedules.registry().read(description(json, BETA)),
                Json.number(json, "freeBits"));
        return new TrainingOptions(
                Json.integer(json, "epochs"),
                Json.integer(json, "batchSize"),
                LearningRates.registry().read(description(json, RATE)),
                Json.integer(json, "patience"),
                Json.number(json, CLIPPING),
                json.has(GAMMA) ? GammaUpdates.registry().read(description(json, GAMMA)) : null,
                elbo,
                Json.longInteger(json, "seed"),
                json.has(UNIT_ATOMS) && Json.bool(json, UNIT_ATOMS));
    }

    private static Description description(JsonObject json, String name) {
        return DescriptionJson.fromJson(Json.object(json, name), array -> new float[0]);
    }
}
