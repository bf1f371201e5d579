/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonObject;
import io.github.sdmvae.internal.DefinitionJson;
import io.github.sdmvae.internal.ObjectiveJson;

/** The {@code model.json} of a saved model. */
final class ModelJson {
    static final String FORMAT = "sdmvae-model";
    static final int VERSION = 1;

    private ModelJson() {}

    static JsonObject toJson(ModelDefinition definition, ModelState state) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("formatVersion", VERSION);
        json.add("definition", DefinitionJson.toJson(definition));
        json.add("gammaUpdate", ObjectiveJson.toJson(state.gamma()));
        json.add("provenance", ProvenanceJson.toJson(state.provenance()));
        return json;
    }
}
