/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.model.Provenance;
import io.github.sdmvae.model.ProvenanceJson;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.TrainingResult.StopReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code checkpoint.json} of a checkpoint. Numbers are exact: shortest decimals that read back as the same bits. */
final class CheckpointJson {
    static final String FORMAT = "sdmvae-checkpoint";
    static final int VERSION = 1;

    /** In an epoch of the history: present where validation goes by another bound than the plain one. */
    private static final String PLAIN = "plainValidation";

    private static final String COHERENCE = "coherence";
    private static final Set<String> TERMS = Set.of("reconstruction", "divergence", "hyperprior", "beta");

    private CheckpointJson() {}

    static JsonObject toJson(RunIdentity run, Checkpoint checkpoint) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("formatVersion", VERSION);
        json.add("run", run.json());
        json.add("position", position(checkpoint));
        json.add("epochSums", sums(checkpoint.sums()));
        json.add("epochSeconds", Json.number(checkpoint.seconds()));
        json.addProperty("epochsWithoutGain", checkpoint.epochsWithoutGain());
        StopReason ended = checkpoint.ended();
        if (ended != null) {
            json.addProperty("ended", ended.name());
        }
        Checkpoint.Best best = checkpoint.best();
        if (best != null) {
            JsonObject b = new JsonObject();
            b.addProperty("epoch", best.epoch());
            b.add("loss", Json.number(best.loss()));
            json.add("best", b);
        }
        json.add("history", history(checkpoint.history()));
        json.add("provenance", ProvenanceJson.toJson(Provenance.now("", Map.of())));
        return json;
    }

    private static JsonObject position(Checkpoint checkpoint) {
        JsonObject json = new JsonObject();
        json.addProperty("epoch", checkpoint.epoch());
        json.addProperty("step", checkpoint.step());
        json.addProperty("stepsPerEpoch", checkpoint.stepsPerEpoch());
        json.addProperty("stepsDone", checkpoint.stepsDone());
        return json;
    }

    private static JsonObject sums(EpochSums sums) {
        return terms(sums.mean());
    }

    private static JsonObject terms(LossTerms terms) {
        JsonObject json = new JsonObject();
        json.add("reconstruction", Json.number(terms.reconstruction()));
        json.add("divergence", Json.number(terms.divergence()));
        json.add("hyperprior", Json.number(terms.hyperprior()));
        json.add("beta", Json.number(terms.beta()));
        for (Map.Entry<String, Double> penalty : terms.penalties().entrySet()) {
            if (!penalty.getKey().equals(COHERENCE) || penalty.getValue() != 0) {
                json.add(penalty.getKey(), Json.number(penalty.getValue()));
            }
        }
        return json;
    }

    private static JsonArray history(List<EpochReport> history) {
        JsonArray array = new JsonArray();
        for (EpochReport report : history) {
            JsonObject json = new JsonObject();
            json.addProperty("epoch", report.epoch());
            json.add("training", terms(report.training()));
            LossTerms validation = report.validation();
            if (validation != null) {
                json.add("validation", terms(validation));
            }
            LossTerms plain = report.plainValidation();
            if (plain != null && !plain.equals(validation)) {
                json.add(PLAIN, terms(plain));
            }
            json.add("learningRate", Json.number(report.learningRate()));
            json.add("seconds", Json.number(report.seconds()));
            json.addProperty("best", report.best());
            array.add(json);
        }
        return array;
    }

    static RunIdentity run(JsonObject json) {
        return new RunIdentity(Json.object(json, "run"));
    }

    /** The engine of the run. */
    static String engine(JsonObject json) {
        return Json.string(Json.object(json, "run"), "engine");
    }

    /** Puts numbers and arrays together. */
    static Checkpoint fromJson(
            JsonObject json, Weights now, Checkpoint.Moments moments, @Nullable Weights bestWeights) {
        JsonObject position = Json.object(json, "position");
        LossTerms sums = terms(Json.object(json, "epochSums"));
        Checkpoint checkpoint = new Checkpoint(
                Json.integer(position, "stepsPerEpoch"),
                Json.integer(position, "step"),
                new EpochSums(
                        sums.reconstruction(), sums.divergence(), sums.hyperprior(), sums.beta(), sums.penalties()),
                Json.number(json, "epochSeconds"),
                reports(Json.objects(json, "history")),
                Json.integer(json, "epochsWithoutGain"),
                json.has("ended") ? StopReason.valueOf(Json.string(json, "ended")) : null,
                now,
                moments,
                bestWeights == null ? null : best(Json.object(json, "best"), bestWeights));
        if (Json.longInteger(position, "stepsDone") != checkpoint.stepsDone()) {
            throw new IllegalArgumentException("position and history contradict each other");
        }
        return checkpoint;
    }

    static boolean hasBest(JsonObject json) {
        return json.has("best");
    }

    private static Checkpoint.Best best(JsonObject json, Weights weights) {
        return new Checkpoint.Best(Json.integer(json, "epoch"), Json.number(json, "loss"), weights);
    }

    private static LossTerms terms(JsonObject json) {
        Map<String, Double> penalties = new LinkedHashMap<>();
        for (String name : json.keySet()) {
            if (!TERMS.contains(name)) {
                penalties.put(name, Json.number(json, name));
            }
        }
        return new LossTerms(
                Json.number(json, "reconstruction"),
                Json.number(json, "divergence"),
                Json.number(json, "hyperprior"),
                Json.number(json, "beta"),
                penalties);
    }

    private static List<EpochReport> reports(List<JsonObject> epochs) {
        List<EpochReport> history = new ArrayList<>();
        for (JsonObject json : epochs) {
            LossTerms validation = json.has("validation") ? terms(Json.object(json, "validation")) : null;
            history.add(new EpochReport(
                    Json.integer(json, "epoch"),
                    terms(Json.object(json, "training")),
                    validation,
                    json.has(PLAIN) ? terms(Json.object(json, PLAIN)) : validation,
                    Json.number(json, "learningRate"),
                    Json.number(json, "seconds"),
                    Json.bool(json, "best")));
        }
        return history;
    }
}
