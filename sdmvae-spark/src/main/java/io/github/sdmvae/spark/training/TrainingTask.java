/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.training;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.spark.FrameData;
import io.github.sdmvae.spark.ModelBytes;
import io.github.sdmvae.spark.Processors;
import io.github.sdmvae.spark.TaskEngine;
import io.github.sdmvae.train.CheckpointException;
import io.github.sdmvae.train.CheckpointException.Reason;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingOptions;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job where it is done: goes on from its checkpoints, writes model and result, and does nothing if both are there. It may
 * be killed at any moment and started anywhere again.
 */
final class TrainingTask {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingTask.class);
    /** Another attempt may still be running where the driver has given it up; it dies or ends in the meantime. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final long LOOK_MILLIS = 250;
    private static final String RESULT = "result.json";
    private static final String MODEL = "model.sdmvae";
    private static final String OUTCOME = "outcome";
    private static final String JOB = "job";

    private final String name;
    private final Path folder;
    private final JsonObject identity;
    private final TrainingOptions options;
    private final FrameData training;
    private final FrameData validation;
    private final byte[] model;
    private final Duration checkpoints;

    /**
     * Reads what was sent.
     *
     * @param json as {@link #describe} wrote it
     * @param model the definition as bytes
     */
    TrainingTask(String json, byte[] model) {
        JsonObject sent = JsonParser.parseString(json).getAsJsonObject();
        this.name = Json.string(sent, "name");
        this.folder = Path.of(Json.string(sent, "folder"));
        this.identity = Json.object(sent, JOB);
        this.options = TrainingOptions.fromJson(Json.string(identity, "options"));
        this.training = FrameData.fromJson(Json.object(identity, "training"));
        this.validation = FrameData.fromJson(Json.object(identity, "validation"));
        this.model = model;
        this.checkpoints = Duration.ofMillis(Json.longInteger(sent, "checkpointMillis"));
    }

    /** A job as JSON; {@code job} in it is what the result depends on. */
    static String describe(TrainingJob job, byte[] model, Path folder, Duration checkpoints) {
        JsonObject identity = new JsonObject();
        identity.addProperty("model", ModelBytes.fingerprint(model));
        identity.addProperty("options", job.options().toJson());
        identity.add("training", job.training().toJson());
        identity.add("validation", job.validation().toJson());
        JsonObject json = new JsonObject();
        json.addProperty("name", job.name());
        json.addProperty("folder", folder.resolve(job.name()).toString());
        json.addProperty("checkpointMillis", checkpoints.toMillis());
        json.add(JOB, identity);
        return json.toString();
    }

    /** Finishes the job. */
    TrainingOutcome run() throws IOException {
        Optional<TrainingOutcome> finished = finished();
        if (finished.isPresent()) {
            return finished.get();
        }
        Files.createDirectories(folder);
        Engine engine = TaskEngine.open();
        try {
            return train(engine);
        } finally {
            TaskEngine.close(engine);
        }
    }

    private TrainingOutcome train(Engine engine) throws IOException {
        Checkpoints where = Checkpoints.in(folder.resolve("checkpoints")).every(checkpoints);
        TrainingResult result =
                await(trainer(engine, where), ModelBytes.load(model, engine).definition());
        // Whoever held the lock until now may have finished.
        Optional<TrainingOutcome> finished = finished();
        if (finished.isPresent()) {
            return finished.get();
        }
        result.model().save(folder.resolve(MODEL));
        TrainingOutcome outcome = TrainingOutcome.of(name, folder.resolve(MODEL), result, Processors.own());
        JsonObject json = new JsonObject();
        json.add(JOB, identity);
        json.add(OUTCOME, outcome.toJson());
        AtomicFile.write(folder.resolve(RESULT), json + "\n");
        where.delete();
        return outcome;
    }

    private Trainer trainer(Engine engine, Checkpoints where) {
        Trainer.Builder trainer = Trainer.builder()
                .epochs(options.epochs())
                .batchSize(options.batchSize())
                .learningRate(options.learningRate())
                .patience(options.patience())
                .gradientClipping(options.gradientClipping())
                .gammaUpdate(options.gamma())
                .elbo(options.elbo())
                .seed(options.seed())
                .checkpoints(where)
                .engine(engine);
        return (options.unitAtoms() ? trainer.unitAtoms() : trainer).build();
    }

    private TrainingResult await(Trainer trainer, ModelDefinition definition) throws IOException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return trainer.fitOrResume(definition, training.open(), validation.open());
            } catch (CheckpointException e) {
                if (e.reason() != Reason.LOCKED || System.nanoTime() > until) {
                    throw e;
                }
                LOG.info("{}: waiting for another attempt to end: {}", name, e.getMessage());
                sleep();
            }
        }
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for another attempt");
        }
    }

    /** What an earlier attempt gave, if it is of the same job and its model is whole. */
    private Optional<TrainingOutcome> finished() throws IOException {
        Path file = folder.resolve(RESULT);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonObject json;
        TrainingOutcome outcome;
        try {
            json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            outcome = TrainingOutcome.fromJson(Json.object(json, OUTCOME));
        } catch (JsonParseException | IllegalArgumentException | IllegalStateException e) {
            throw new IOException(file + ": is damaged, delete it to train again (" + e.getMessage() + ")", e);
        }
        if (!identity.equals(json.get(JOB))) {
            throw new OtherJobException(folder + ": holds the result of another job of this name (" + json.get(JOB)
                    + " there, " + identity + " now): use another name or folder, or delete it");
        }
        Vae.load(folder.resolve(MODEL));
        return Optional.of(outcome);
    }

    /** The folder is somebody else's: trying again does not help. */
    static final class OtherJobException extends IOException {
        private static final long serialVersionUID = 1;

        OtherJobException(String message) {
            super(message);
        }
    }
}
