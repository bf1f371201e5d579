/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.spark.FrameData;
import io.github.sdmvae.spark.ModelBytes;
import io.github.sdmvae.spark.sgd.LocalSgdOptions.Moments;
import io.github.sdmvae.train.TrainingOptions;

/**
 * What workers need to know that does not change from round to round.
 *
 * @param model the definition as bytes
 * @param options of the training
 * @param sharing how it is shared
 * @param training data
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WorkerSpec(byte[] model, TrainingOptions options, LocalSgdOptions sharing, FrameData training) {

    /** All but the model. */
    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("model", ModelBytes.fingerprint(model));
        json.addProperty("options", options.toJson());
        json.addProperty("workers", sharing.workers());
        json.addProperty("stepsPerRound", sharing.stepsPerRound());
        json.addProperty("moments", sharing.moments().name());
        json.add("training", training.toJson());
        return json.toString();
    }

    static WorkerSpec of(String text, byte[] model) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        return new WorkerSpec(
                model,
                TrainingOptions.fromJson(Json.string(json, "options")),
                new LocalSgdOptions(
                        Json.integer(json, "workers"),
                        Json.integer(json, "stepsPerRound"),
                        Moments.valueOf(Json.string(json, "moments"))),
                FrameData.fromJson(Json.object(json, "training")));
    }
}
