/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.spark.FrameData;
import io.github.sdmvae.spark.ModelBytes;
import io.github.sdmvae.train.Fingerprint;
import io.github.sdmvae.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * One training on many workers, by local SGD: in each round every worker does H steps by itself, from the same start; then
 * parameters, Adam's moments and the statistics behind a shared γ are averaged in the workers' order, in double precision.
 *
 * <pre>{@code
 * LocalSgdResult result = LocalSgd.of(options, LocalSgdOptions.of(8, 2000))
 *         .checkpoints(Path.of("/shared/run"))
 *         .fit(spark, definition, FrameData.of(train), FrameData.of(validation));
 * }</pre>
 *
 * <p><b>What the result depends on</b>: definition, options, data and {@link LocalSgdOptions}, not on executors. A worker's
 * round is a pure function of its number, the round and the state, so a lost executor's work is done again elsewhere to the
 * same bits, on processors of the same kind. With one worker the result is that of a {@link io.github.sdmvae.train.Trainer}.
 *
 * <p>The driver writes a checkpoint after each round; killed and started again, it goes on. Validation and averages are its
 * work: it needs the data, too.
 *
 * <p>W workers take W batches at a time, so an epoch has a W-th of the steps, and what is learned in an epoch is less. See
 * {@code docs/spark.md} for when that pays.
 *
 * <p><b>Thread rule:</b> immutable; a process does one such training at a time.
 */
public final class LocalSgd {
    private final TrainingOptions options;
    private final LocalSgdOptions sharing;
    private final @Nullable Path folder;

    private LocalSgd(TrainingOptions options, LocalSgdOptions sharing, @Nullable Path folder) {
        if (options.unitAtoms()) {
            throw new IllegalArgumentException("unit-norm atoms are not yet supported by shared trainings: the mean of"
                    + " several workers' atoms has another norm; train without unitAtoms");
        }
        this.options = options;
        this.sharing = sharing;
        this.folder = folder;
    }

    /**
     * A shared training without checkpoints.
     *
     * @param options of the training; learning rate, β and γ update are the library's own. Schedules count a worker's steps
     * @param sharing workers and rounds
     * @return the settings
     * @throws IllegalArgumentException if the options ask for unit-norm atoms
     */
    public static LocalSgd of(TrainingOptions options, LocalSgdOptions sharing) {
        return new LocalSgd(options, sharing, null);
    }

    /**
     * The same with a checkpoint after each round, from which a later call goes on.
     *
     * @param checkpoints folder for the driver, one per training; made if it does not exist
     * @return changed settings
     */
    public LocalSgd checkpoints(Path checkpoints) {
        return new LocalSgd(options, sharing, checkpoints);
    }

    /**
     * Trains on a cluster.
     *
     * @param spark where
     * @param definition the model; its parts are the library's own
     * @param training data
     * @param validation data
     * @return the model of the best epoch, the history, and where the time went
     * @throws IllegalArgumentException if the data does not fit the model, an epoch has fewer batches than there are workers,
     *     or something cannot be sent
     * @throws io.github.sdmvae.train.TrainingDivergedException if a loss becomes NaN or infinite
     * @throws IOException if data cannot be read, or checkpoints not be written or read, or are of another training
     */
    public LocalSgdResult fit(SparkSession spark, ModelDefinition definition, FrameData training, FrameData validation)
            throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return fit(definition, training, validation, spec -> Crew.on(context, spec));
    }

    /**
     * Does the same in this process, one worker after the other: to the same bits.
     *
     * @param definition the model; its parts are the library's own
     * @param training data
     * @param validation data
     * @return the model of the best epoch, the history, and where the time went
     * @throws IOException as {@link #fit(SparkSession, ModelDefinition, FrameData, FrameData)}
     */
    public LocalSgdResult fitHere(ModelDefinition definition, FrameData training, FrameData validation)
            throws IOException {
        return fit(definition, training, validation, Crew::here);
    }

    private LocalSgdResult fit(
            ModelDefinition definition, FrameData training, FrameData validation, Function<WorkerSpec, Crew> hired)
            throws IOException {
        WorkerSpec spec = new WorkerSpec(ModelBytes.of(definition), options, sharing, training);
        FrameSource train = opened("training", training, definition);
        FrameSource valid = opened("validation", validation, definition);
        Engine engine = Engines.standard();
        SgdRun run = new SgdRun(definition, options, sharing, engine, train, valid);
        Crew crew = hired.apply(spec);
        if (folder == null) {
            return run.run(run.initial(), crew, null);
        }
        try (SgdFolder rounds = SgdFolder.open(folder, identity(spec, engine, train, valid))) {
            SgdState found = rounds.newest();
            return run.run(found == null ? run.initial() : found, crew, rounds);
        }
    }

    private static FrameSource opened(String what, FrameData data, ModelDefinition definition) throws IOException {
        FrameSource source = data.open();
        if (source.size() == 0 || source.width() != definition.inputSize()) {
            throw new IllegalArgumentException("the " + what + " data must have rows of " + definition.inputSize()
                    + " values like the model's input, " + data + " has " + source.size() + " of " + source.width());
        }
        return source;
    }

    /** What the rounds of a training depend on; they may go on only with the same. */
    private static JsonObject identity(WorkerSpec spec, Engine engine, FrameSource train, FrameSource valid) {
        JsonObject json = JsonParser.parseString(spec.toJson()).getAsJsonObject();
        json.remove("training");
        json.addProperty("training data", describe(train));
        json.addProperty("validation data", describe(valid));
        json.addProperty("engine", engine.name());
        return json;
    }

    private static String describe(FrameSource data) {
        return data.size() + " rows of " + data.width() + ", " + Fingerprint.of(data);
    }
}
