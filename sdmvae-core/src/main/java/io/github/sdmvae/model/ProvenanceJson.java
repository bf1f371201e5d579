/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonObject;
import io.github.sdmvae.file.Json;
import java.util.TreeMap;

/** Provenances as JSON. */
public final class ProvenanceJson {
    private ProvenanceJson() {}

    /**
     * Writes.
     *
     * @param provenance what
     * @return its JSON
     */
    public static JsonObject toJson(Provenance provenance) {
        JsonObject json = new JsonObject();
        json.addProperty("library", provenance.library());
        json.addProperty("nd4j", provenance.nd4j());
        json.addProperty("java", provenance.java());
        json.addProperty("platform", provenance.platform());
        json.addProperty("created", provenance.created());
        json.addProperty("data", provenance.data());
        json.add("training", Json.tree(new TreeMap<>(provenance.training())));
        return json;
    }

    /**
     * Reads.
     *
     * @param json a provenance
     * @return the provenance
     */
    public static Provenance fromJson(JsonObject json) {
        return new Provenance(
                Json.string(json, "library"),
                Json.string(json, "nd4j"),
                Json.string(json, "java"),
                Json.string(json, "platform"),
                Json.string(json, "created"),
                Json.string(json, "data"),
                Json.map(json, "training"));
    }
}
