/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.training;

import com.google.gson.JsonParser;
import io.github.sdmvae.spark.ModelBytes;
import io.github.sdmvae.spark.Processors;
import io.github.sdmvae.train.CheckpointException;
import io.github.sdmvae.train.TrainingDivergedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Many trainings on a cluster, one task each: seeds, models, settings, folds.
 *
 * <pre>{@code
 * List<TrainingOutcome> outcomes = SparkTrainings.in(Path.of("/shared/sweep")).run(spark, jobs);
 * }</pre>
 *
 * <p>Each job has a folder of its name in a folder that all machines see under one path: checkpoints while it runs, then
 * {@code model.sdmvae} and {@code result.json}. A job goes on from its checkpoints after its executor was lost, or the driver
 * was killed and started again with the same jobs; what is finished is not done again. Its model is that of a local {@link
 * io.github.sdmvae.train.Trainer} with the same settings, to the last bit, on processors of the same kind.
 *
 * <p>A job that fails (a training that diverges, data that is not there) does not keep the others from their work; its
 * outcome says why.
 *
 * <p><b>Thread rule:</b> immutable; a folder is for one caller at a time.
 */
public final class SparkTrainings {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Path folder;
    private final Duration checkpoints;

    private SparkTrainings(Path folder, Duration checkpoints) {
        this.folder = folder;
        this.checkpoints = checkpoints;
    }

    /**
     * Trainings with their files in a folder, and a checkpoint each minute.
     *
     * @param folder on storage that all machines see under this path; made if it does not exist
     * @return the settings
     */
    public static SparkTrainings in(Path folder) {
        return new SparkTrainings(folder.toAbsolutePath().normalize(), INTERVAL);
    }

    /**
     * The same with another time between checkpoints: what a lost executor costs at most.
     *
     * @param interval above zero
     * @return changed settings
     * @throws IllegalArgumentException if it is not above a millisecond
     */
    public SparkTrainings checkpointsEvery(Duration interval) {
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "the time between checkpoints must be a millisecond or more, got " + interval);
        }
        return new SparkTrainings(folder, interval);
    }

    /**
     * Does all jobs; returns when the last one has ended.
     *
     * @param spark where
     * @param jobs of different names; none is a job, too
     * @return an outcome for each, in the order of the jobs
     * @throws IllegalArgumentException if two jobs have one name, or one cannot be sent: a part of the model or a schedule is
     *     the user's own
     * @throws IOException if the folder cannot be made
     */
    public List<TrainingOutcome> run(SparkSession spark, List<TrainingJob> jobs) throws IOException {
        requireNames(jobs);
        Files.createDirectories(folder);
        List<Tuple2<String, byte[]>> sent = new ArrayList<>();
        for (TrainingJob job : jobs) {
            byte[] model = ModelBytes.of(job.definition());
            sent.add(new Tuple2<>(TrainingTask.describe(job, model, folder, checkpoints), model));
        }
        if (sent.isEmpty()) {
            return List.of();
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int attempts = attempts(spark);
        List<TrainingOutcome> outcomes = new ArrayList<>();
        for (String outcome : context.parallelize(sent, sent.size())
                .map(one -> work(one._1(), one._2(), attempts))
                .collect()) {
            outcomes.add(
                    TrainingOutcome.fromJson(JsonParser.parseString(outcome).getAsJsonObject()));
        }
        Processors.warnIfMixed(outcomes.stream().map(TrainingOutcome::processor).toList());
        return outcomes;
    }

    private static void requireNames(List<TrainingJob> jobs) {
        Set<String> names = new HashSet<>();
        for (TrainingJob job : jobs) {
            if (!names.add(job.name())) {
                throw new IllegalArgumentException(
                        "jobs must have different names, two are named '" + job.name() + "'");
            }
        }
    }

    /** How often Spark starts a task before it gives the whole job up. */
    private static int attempts(SparkSession spark) {
        SparkConf conf = spark.sparkContext().getConf();
        return spark.sparkContext().isLocal() ? 1 : conf.getInt("spark.task.maxFailures", 4);
    }

    /** On an executor. */
    private static String work(String json, byte[] model, int attempts) throws IOException {
        try {
            return new TrainingTask(json, model).run().toJson().toString();
        } catch (TrainingDivergedException | IllegalArgumentException | TrainingTask.OtherJobException e) {
            return failed(json, e);
        } catch (CheckpointException e) {
            return lastAttempt(json, e, attempts, e);
        } catch (IOException e) {
            return lastAttempt(json, e, attempts, e);
        }
    }

    /** Trying again may help, perhaps on another machine; the last attempt must not end the other jobs. */
    private static <E extends Exception> String lastAttempt(String json, Exception why, int attempts, E thrown)
            throws E {
        if (TaskContext.get().attemptNumber() + 1 < attempts) {
            throw thrown;
        }
        return failed(json, why);
    }

    private static String failed(String json, Exception why) {
        var sent = JsonParser.parseString(json).getAsJsonObject();
        String message = why.getMessage() == null ? why.toString() : why.getMessage();
        return TrainingOutcome.failed(
                        sent.get("name").getAsString(),
                        Path.of(sent.get("folder").getAsString()).resolve("model.sdmvae"),
                        Processors.own(),
                        message)
                .toJson()
                .toString();
    }
}
