/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a job gave.
 *
 * @param name of the job
 * @param model file of the trained model; where it would be, if the training failed
 * @param bestEpoch the epoch with the lowest validation loss; 0 if the training failed
 * @param reason why the training ended; empty if it failed
 * @param losses validation loss of every epoch, nats per data point
 * @param seconds of training, of all attempts
 * @param processor of the machine that finished it
 * @param failure why there is no model; empty if there is one
 */
public record TrainingOutcome(
        String name,
        Path model,
        int bestEpoch,
        String reason,
        List<Double> losses,
        double seconds,
        String processor,
        String failure) {

    /**
     * Copies the losses.
     *
     * @param name of the job
     * @param model file of the trained model
     * @param bestEpoch the epoch with the lowest validation loss
     * @param reason why the training ended
     * @param losses validation loss of every epoch
     * @param seconds of training
     * @param processor of the machine that finished it
     * @param failure why there is no model
     */
    public TrainingOutcome {
        losses = List.copyOf(losses);
    }

    static TrainingOutcome of(String name, Path model, TrainingResult result, String processor) {
        return new TrainingOutcome(
                name,
                model,
                result.bestEpoch(),
                result.reason().name(),
                result.history().stream()
                        .map(report ->
                                Objects.requireNonNull(report.validation()).loss())
                        .toList(),
                result.history().stream().mapToDouble(EpochReport::seconds).sum(),
                processor,
                "");
    }

    static TrainingOutcome failed(String name, Path model, String processor, String failure) {
        return new TrainingOutcome(name, model, 0, "", List.of(), 0, processor, failure);
    }

    /**
     * Whether there is a model.
     *
     * @return false if the training failed
     */
    public boolean isSuccess() {
        return failure.isEmpty();
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("model", model.toString());
        json.addProperty("bestEpoch", bestEpoch);
        json.addProperty("reason", reason);
        JsonArray list = new JsonArray();
        losses.forEach(loss -> list.add(Json.number(loss)));
        json.add("losses", list);
        json.addProperty("seconds", seconds);
        json.addProperty("processor", processor);
        json.addProperty("failure", failure);
        return json;
    }

    static TrainingOutcome fromJson(JsonObject json) {
        List<Double> losses = new ArrayList<>();
        Json.array(json, "losses").forEach(loss -> losses.add(loss.getAsDouble()));
        return new TrainingOutcome(
                Json.string(json, "name"),
                Path.of(Json.string(json, "model")),
                Json.integer(json, "bestEpoch"),
                Json.string(json, "reason"),
                losses,
                Json.number(json, "seconds"),
                Json.string(json, "processor"),
                Json.string(json, "failure"));
    }
}
