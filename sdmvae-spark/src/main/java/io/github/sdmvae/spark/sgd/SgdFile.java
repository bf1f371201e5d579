/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.sdmvae.data.ArchivedArrays;
import io.github.sdmvae.file.ArchiveReader;
import io.github.sdmvae.file.ArchiveWriter;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.spark.sgd.LocalSgdResult.Costs;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.TrainingResult.StopReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** The state between two rounds as a file: a zip of {@code round.json} and one {@code .npy} per array. */
final class SgdFile {
    private static final String JSON = "round.json";
    private static final String FORMAT = "sdmvae-round";
    private static final int VERSION = 1;
    private static final int MAX_JSON = 1 << 26;

    private static final String VALUES = "parameters";
    private static final String FIRST = "adam.first";
    private static final String SECOND = "adam.second";
    private static final String GAMMA = "gamma.shared";
    private static final String BEST = "best.";

    private SgdFile() {}

    static void write(Path file, JsonObject identity, SgdState state) throws IOException {
        AtomicFile.write(file, out -> write(out, identity, state));
    }

    private static void write(OutputStream out, JsonObject identity, SgdState state) throws IOException {
        ArchiveWriter zip = new ArchiveWriter(out, Deflater.NO_COMPRESSION);
        zip.json(JSON, toJson(identity, state), MAX_JSON);
        RoundState now = state.now();
        array(zip, VALUES, now.values());
        if (now.first().length > 0) {
            array(zip, FIRST, now.first());
            array(zip, SECOND, now.second());
        }
        array(zip, GAMMA, now.sharedGamma());
        RoundState best = state.best();
        if (best != null) {
            array(zip, BEST + VALUES, best.values());
            array(zip, BEST + GAMMA, best.sharedGamma());
        }
        zip.finish();
    }

    private static void array(ArchiveWriter zip, String name, float[] values) throws IOException {
        ArchivedArrays.write(zip, name, values, values.length);
    }

    private static JsonObject toJson(JsonObject identity, SgdState state) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("formatVersion", VERSION);
        json.add("run", identity);
        json.addProperty("values", state.now().values().length);
        json.addProperty("moments", state.now().first().length);
        json.addProperty("gamma", state.now().sharedGamma().length);
        json.addProperty("stepInEpoch", state.stepInEpoch());
        json.add("terms", WorkerTerms.toJson(state.terms()));
        json.add("epochSeconds", Json.number(state.epochSeconds()));
        json.addProperty("bestEpoch", state.bestEpoch());
        json.add("bestLoss", Json.number(state.bestLoss()));
        json.addProperty("epochsWithoutGain", state.epochsWithoutGain());
        StopReason ended = state.ended();
        if (ended != null) {
            json.addProperty("ended", ended.name());
        }
        json.add("history", history(state.history()));
        json.add("costs", costs(state.costs()));
        return json;
    }

    private static JsonArray history(List<EpochReport> history) {
        JsonArray array = new JsonArray();
        for (EpochReport report : history) {
            JsonObject json = new JsonObject();
            json.addProperty("epoch", report.epoch());
            json.add("training", WorkerTerms.toJson(report.training()));
            json.add("validation", WorkerTerms.toJson(Objects.requireNonNull(report.validation())));
            json.add("plainValidation", WorkerTerms.toJson(Objects.requireNonNull(report.plainValidation())));
            json.add("learningRate", Json.number(report.learningRate()));
            json.add("seconds", Json.number(report.seconds()));
            json.addProperty("best", report.best());
            array.add(json);
        }
        return array;
    }

    private static JsonObject costs(Costs costs) {
        JsonObject json = new JsonObject();
        json.addProperty("rounds", costs.rounds());
        json.addProperty("bytes", costs.bytes());
        json.add("computing", Json.number(costs.computing()));
        json.addProperty("atOnce", costs.atOnce());
        json.add("inRounds", Json.number(costs.inRounds()));
        json.add("driver", Json.number(costs.driver()));
        return json;
    }

    /**
     * Reads a file.
     *
     * @throws FileFormatException if it is damaged or newer; or made by another run, naming the difference, as {@link
     *     Reason#STALE}
     */
    static SgdState read(Path file, JsonObject identity) throws IOException {
        try (ArchiveReader zip = ArchiveReader.open(file, "round")) {
            JsonObject json = zip.json(JSON, FORMAT, VERSION, MAX_JSON);
            requireSame(file, identity, Json.object(json, "run"));
            return read(zip, json);
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw new FileFormatException(Reason.DAMAGED, file + ": the round is damaged: " + e.getMessage(), e);
        }
    }

    private static void requireSame(Path file, JsonObject here, JsonObject there) throws IOException {
        List<String> differences = new ArrayList<>();
        for (String name : here.keySet()) {
            if (!here.get(name).equals(there.get(name))) {
                differences.add(name + " is " + here.get(name) + ", the round was made with " + there.get(name));
            }
        }
        if (!differences.isEmpty()) {
            throw new FileFormatException(
                    Reason.STALE,
                    file + ": the round is of another training: " + String.join("; ", differences)
                            + "; use another folder, or delete it",
                    null);
        }
    }

    private static SgdState read(ArchiveReader zip, JsonObject json) throws IOException {
        int values = Json.integer(json, "values");
        int moments = Json.integer(json, "moments");
        int gamma = Json.integer(json, "gamma");
        RoundState now = new RoundState(
                ArchivedArrays.readFinite(zip, VALUES, values),
                moments == 0 ? new float[0] : ArchivedArrays.readFinite(zip, FIRST, moments),
                moments == 0 ? new float[0] : ArchivedArrays.readFinite(zip, SECOND, moments),
                ArchivedArrays.readFinite(zip, GAMMA, gamma));
        int bestEpoch = Json.integer(json, "bestEpoch");
        return new SgdState(
                now,
                Json.integer(json, "stepInEpoch"),
                WorkerTerms.fromJson(Json.object(json, "terms")),
                Json.number(json, "epochSeconds"),
                reports(Json.objects(json, "history")),
                bestEpoch == 0 ? null : best(zip, values, gamma),
                bestEpoch,
                Json.number(json, "bestLoss"),
                Json.integer(json, "epochsWithoutGain"),
                ended(json),
                costs(Json.object(json, "costs")));
    }

    private static RoundState best(ArchiveReader zip, int values, int gamma) throws IOException {
        return new RoundState(
                ArchivedArrays.readFinite(zip, BEST + VALUES, values),
                new float[0],
                new float[0],
                ArchivedArrays.readFinite(zip, BEST + GAMMA, gamma));
    }

    private static @Nullable StopReason ended(JsonObject json) {
        return json.has("ended") ? StopReason.valueOf(Json.string(json, "ended")) : null;
    }

    private static Costs costs(JsonObject json) {
        return new Costs(
                Json.integer(json, "rounds"),
                Json.longInteger(json, "bytes"),
                Json.number(json, "computing"),
                Json.integer(json, "atOnce"),
                Json.number(json, "inRounds"),
                Json.number(json, "driver"));
    }

    private static List<EpochReport> reports(List<JsonObject> epochs) {
        List<EpochReport> history = new ArrayList<>();
        for (JsonObject json : epochs) {
            LossTerms validation = WorkerTerms.fromJson(Json.object(json, "validation"));
            history.add(new EpochReport(
                    Json.integer(json, "epoch"),
                    WorkerTerms.fromJson(Json.object(json, "training")),
                    validation,
                    WorkerTerms.fromJson(Json.object(json, "plainValidation")),
                    Json.number(json, "learningRate"),
                    Json.number(json, "seconds"),
                    Json.bool(json, "best")));
        }
        return history;
    }
}
