/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonObject;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.part.DescriptionJson;

/** The {@code model.json} of a saved model. */
final class ModelJson {
    static final String FORMAT = "sdmvae-model";
    static final int VERSION = 1;
    /** Present if there are any. */
    private static final String NOTES = "notes";

    private ModelJson() {}

    static JsonObject toJson(ModelDefinition definition, ModelState state) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("formatVersion", VERSION);
        json.add("definition", DefinitionJson.toJson(definition));
        json.add("gammaUpdate", DescriptionJson.toJson(state.gamma().describe()));
        json.add("provenance", ProvenanceJson.toJson(state.provenance()));
        if (!state.notes().isEmpty()) {
            json.add(NOTES, state.notes().toJson());
        }
        return json;
    }

    static Notes notes(JsonObject json) {
        return json.has(NOTES) ? Notes.fromJson(Json.object(json, NOTES)) : Notes.NONE;
    }
}
