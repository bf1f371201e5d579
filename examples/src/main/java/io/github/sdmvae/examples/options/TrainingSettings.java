/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import io.github.sdmvae.examples.training.TrainingProgress;
import io.github.sdmvae.train.LearningRate;
import io.github.sdmvae.train.Trainer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long and how fast to train: options that several examples share. */
public final class TrainingSettings {
    /** How the learning rate changes. */
    public enum Schedule {
        /** Stays the same. */
        CONSTANT,
        /** Falls to 0 along half a cosine. */
        COSINE
    }

    /**
     * What is used where an option is not given.
     *
     * @param epochs at most
     * @param learningRate at first
     * @param schedule how the rate changes
     */
    public record Defaults(int epochs, double learningRate, Schedule schedule) {
        /** The paper's settings. */
        public static final Defaults PAPER = new Defaults(500, 1e-4, Schedule.CONSTANT);
    }

    @Option(names = "--epochs", paramLabel = "N", description = "Times to go through the data at most.")
    private @Nullable Integer epochs;

    @Option(names = "--max-minutes", paramLabel = "X", description = "Stop each training after this time.")
    private @Nullable Double maxMinutes;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "Learning rate: ${COMPLETION-CANDIDATES} (falling to 0 with the last epoch).")
    private @Nullable Schedule schedule;

    @Mixin
    private StepOptions steps = new StepOptions("the example's, said when it starts");

    @Mixin
    private SeedOption seed = new SeedOption();

    @Mixin
    private ProgressOption progress = new ProgressOption();

    /** Made by picocli, which sets the fields. */
    public TrainingSettings() {}

    /**
     * The seed of the command line.
     *
     * @return of weights, shuffling and noise
     */
    public long seed() {
        return seed.seed();
    }

    int epochs(Defaults defaults) {
        return epochs == null ? defaults.epochs() : epochs;
    }

    double learningRate(Defaults defaults) {
        return steps.learningRate(defaults.learningRate());
    }

    private Schedule schedule(Defaults defaults) {
        return schedule == null ? defaults.schedule() : schedule;
    }

    private LearningRate rates(Defaults defaults, int rows, int batch) {
        double first = learningRate(defaults);
        if (schedule(defaults) == Schedule.CONSTANT) {
            return LearningRate.constant(first);
        }
        long stepsPerEpoch = Math.max(1, rows / Math.max(1, batch));
        return LearningRate.cosine(first, stepsPerEpoch * epochs(defaults));
    }

    /**
     * A trainer for so many rows of training data.
     *
     * @param defaults of the example
     * @param rows of training data
     * @return its builder
     */
    public Trainer.Builder trainer(Defaults defaults, int rows) {
        return trainer(defaults, rows, steps.batch());
    }

    /**
     * The same with a batch of another size than the options say, for data points that are no frames.
     *
     * @param defaults of the example
     * @param count data points for training
     * @param batch data points in a step
     * @return its builder
     */
    public Trainer.Builder trainer(Defaults defaults, int count, int batch) {
        Trainer.Builder trainer = Trainer.builder()
                .epochs(epochs(defaults))
                .learningRate(rates(defaults, count, batch))
                .batchSize(batch)
                .patience(steps.patience())
                .seed(seed());
        if (maxMinutes != null) {
            long end = System.nanoTime() + (long) (maxMinutes * 60e9);
            trainer.stopWhen(report -> System.nanoTime() - end > 0);
        }
        return trainer;
    }

    /**
     * Shows a training on stderr.
     *
     * @param name of the training
     * @return a listener to be closed
     */
    public TrainingProgress progress(String name) {
        return new TrainingProgress(name, progress.kind(), System.err);
    }

    /**
     * The settings in force.
     *
     * @param defaults of the example
     * @return one line
     */
    public String describe(Defaults defaults) {
        return describe(defaults, seed());
    }

    /**
     * The settings in force, with another seed.
     *
     * @param defaults of the example
     * @param other seed instead of the command line's
     * @return one line
     */
    public String describe(Defaults defaults, long other) {
        return "Adam, learning rate " + learningRate(defaults)
                + (schedule(defaults) == Schedule.COSINE ? " falling along a cosine" : "") + ", batch " + steps.batch()
                + ", at most " + epochs(defaults)
                + " epochs, patience " + steps.patience() + ", seed " + other;
    }
}
