/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonObject;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.ElboStrategy.Divergence;
import io.github.sdmvae.part.DescriptionJson;

/** The {@code model.json} of a saved model. */
final class ModelJson {
    static final String FORMAT = "sdmvae-model";
    static final int VERSION = 1;
    /** Present if there are any. */
    private static final String NOTES = "notes";
    /** Present unless the bound is the published one with β = 1. */
    private static final String BOUND = "bound";

    private ModelJson() {}

    static JsonObject toJson(ModelDefinition definition, ModelState state) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("formatVersion", VERSION);
        json.add("definition", DefinitionJson.toJson(definition));
        json.add("gammaUpdate", DescriptionJson.toJson(state.gamma().describe()));
        if (!state.elbo().equals(ElboStrategy.asPublished())) {
            json.add(BOUND, bound(state.elbo()));
        }
        json.add("provenance", ProvenanceJson.toJson(state.provenance()));
        if (!state.notes().isEmpty()) {
            json.add(NOTES, state.notes().toJson());
        }
        return json;
    }

    private static JsonObject bound(ElboStrategy elbo) {
        JsonObject json = new JsonObject();
        json.addProperty("divergence", elbo.divergence().name());
        json.addProperty("samples", elbo.samples());
        json.addProperty("beta", elbo.beta().validationBeta());
        return json;
    }

    /** How the bound was estimated in training. */
    static ElboStrategy elbo(JsonObject json) {
        if (!json.has(BOUND)) {
            return ElboStrategy.asPublished();
        }
        JsonObject bound = Json.object(json, BOUND);
        return new ElboStrategy(
                Divergence.valueOf(Json.string(bound, "divergence")),
                Json.integer(bound, "samples"),
                BetaSchedule.constant(Json.number(bound, "beta")),
                0);
    }

    static Notes notes(JsonObject json) {
        return json.has(NOTES) ? Notes.fromJson(Json.object(json, NOTES)) : Notes.NONE;
    }
}
