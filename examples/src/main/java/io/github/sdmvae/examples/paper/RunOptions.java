/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.options.JobsOption;
import io.github.sdmvae.examples.options.ProgressOption;
import io.github.sdmvae.examples.options.UtterancesOption;
import io.github.sdmvae.examples.place.Jobs;
import io.github.sdmvae.examples.training.TrainingProgress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to make the table: options that change no figure. */
public final class RunOptions {
    private static final String THREADS = "sdmvae.threads";

    @Mixin
    private JobsOption jobs = new JobsOption();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the engine. Default: one, or all cores if there is one job.")
    private @Nullable Integer threads;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "X",
            defaultValue = "60",
            description = "Write down every run after so much time, to go on from. Default: ${DEFAULT-VALUE}.")
    private double checkpointSeconds;

    @Mixin
    private UtterancesOption utterances = new UtterancesOption(2);

    @Mixin
    private ProgressOption progress = new ProgressOption();

    /** Made by picocli, which sets the fields. */
    public RunOptions() {}

    int utterances() {
        return utterances.count();
    }

    /**
     * How to show progress.
     *
     * @return as given
     */
    public TrainingProgress.Kind progress() {
        return progress.kind();
    }

    /** Complains about values out of range before any work is done. */
    void check() {
        jobs(1);
        checkpoints();
        requirePositive("--threads", threads);
    }

    private static void requirePositive(String what, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, got " + value);
        }
    }

    /**
     * Time between two checkpoints of a run.
     *
     * @return at least a millisecond
     * @throws IllegalArgumentException if the option is out of range
     */
    public Duration checkpoints() {
        if (!(checkpointSeconds >= 0.001 && checkpointSeconds <= 86_400)) {
            throw new IllegalArgumentException(
                    "--checkpoint-seconds must be between 0.001 and 86400, got " + checkpointSeconds);
        }
        return Duration.ofMillis(Math.round(checkpointSeconds * 1000));
    }

    /** How many of so many cells run at once. */
    int jobs(int cells) {
        return Math.max(1, Math.min(jobs.count(), cells));
    }

    /** Sets the engine's threads; to be called before the first model. Jobs would get into each other's way. */
    void limitThreads(int jobsAtOnce) {
        if (threads != null) {
            System.setProperty(THREADS, Integer.toString(threads));
        } else {
            Jobs.limitThreads(jobsAtOnce);
        }
    }
}
