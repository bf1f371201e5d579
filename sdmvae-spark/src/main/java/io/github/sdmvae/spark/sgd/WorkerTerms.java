/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import com.google.gson.JsonObject;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.objective.LossTerms;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sums of loss terms, and loss terms as JSON; numbers are exact. */
final class WorkerTerms {
    private static final String PENALTIES = "penalties";

    private WorkerTerms() {}

    /** No terms yet. */
    static LossTerms none() {
        return new LossTerms(0, 0, 0, 1);
    }

    /** Adds terms, each divided by how many there will be. */
    static LossTerms plus(LossTerms sums, LossTerms terms, long of) {
        Map<String, Double> penalties = new LinkedHashMap<>(sums.penalties());
        terms.penalties().forEach((name, value) -> penalties.merge(name, value / of, Double::sum));
        return new LossTerms(
                sums.reconstruction() + terms.reconstruction() / of,
                sums.divergence() + terms.divergence() / of,
                sums.hyperprior() + terms.hyperprior() / of,
                terms.beta(),
                penalties);
    }

    static JsonObject toJson(LossTerms terms) {
        JsonObject json = new JsonObject();
        json.add("reconstruction", Json.number(terms.reconstruction()));
        json.add("divergence", Json.number(terms.divergence()));
        json.add("hyperprior", Json.number(terms.hyperprior()));
        json.add("beta", Json.number(terms.beta()));
        JsonObject penalties = new JsonObject();
        terms.penalties().forEach((name, value) -> penalties.add(name, Json.number(value)));
        json.add(PENALTIES, penalties);
        return json;
    }

    static LossTerms fromJson(JsonObject json) {
        JsonObject sent = Json.object(json, PENALTIES);
        Map<String, Double> penalties = new LinkedHashMap<>();
        sent.keySet().forEach(name -> penalties.put(name, Json.number(sent, name)));
        return new LossTerms(
                Json.number(json, "reconstruction"),
                Json.number(json, "divergence"),
                Json.number(json, "hyperprior"),
                Json.number(json, "beta"),
                penalties);
    }
}
