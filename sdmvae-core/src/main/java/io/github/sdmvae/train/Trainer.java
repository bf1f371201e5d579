/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.train.Session.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Trains models by stochastic gradient descent with Adam (Kingma and Ba 2015). Each step follows Algorithm 1 of Sadeghi
 * and Magron (2022): γ for the batch from the current encoder, then one gradient step with γ held fixed.
 *
 * <pre>{@code
 * TrainingResult result = Trainer.builder()
 *         .epochs(100)
 *         .learningRate(1e-4)
 *         .build()
 *         .fit(definition, train, validation);
 * }</pre>
 *
 * <p>With {@link Builder#checkpoints} a training survives what happens to its process or machine: {@link #resume} and
 * {@link #fitOrResume} go on where it was.
 *
 * <p><b>Same seed, same result.</b> Shuffling and noise are a pure function of (seed, epoch, step, index). With one
 * version of this library, the same definition, data, options and engine give the same model and history to the last
 * bit (the seconds aside)
 *
 * <ul>
 *   <li>in every run, in one process or several;
 *   <li>after any number of interruptions, at any moment, each followed by a resume;
 *   <li>with any number of threads, on the standard engine;
 *   <li>on Java 17 and 25, interpreted or compiled, on the same machine (tested on Linux, x86-64).
 * </ul>
 *
 * <p>They do not with another engine; on another type of processor, for which OpenBLAS has other kernels; or, on the
 * reference engine, with more than its one native thread. Sums are added up in another order there, and training carries
 * the rounding on. Measured at the paper's size with a rate of 1e-3: after 4 steps the validation loss differs by about
 * 1e-6 of itself between engines and by 1e-7 between processors, after 80 steps by up to 5e-2 (single weights by up to
 * a third of the largest one: where a gradient is almost zero, its rounding decides which way Adam steps). Resuming with
 * another engine is refused; on another machine it is possible, and the rest of the run then differs as said.
 *
 * <p><b>Thread rule:</b> a trainer is immutable and may run several trainings at once, as far as its listeners allow.
 */
public final class Trainer {
    private final TrainerSettings settings;

    private Trainer(TrainerSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts a trainer with the settings of the SDM-VAE paper.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The settings.
     *
     * @return as given to the builder
     */
    public TrainingOptions options() {
        return settings.options();
    }

    /**
     * Trains a new model without validation data: all epochs are done, the last parameters are kept.
     *
     * @param definition the model
     * @param training data, at least one row of the model's input size
     * @return the trained model and its history
     * @throws IllegalArgumentException if the data does not fit the model, or if {@link Builder#patience} was set, which
     *     needs validation data
     * @throws TrainingDivergedException if the loss becomes NaN or infinite
     */
    public TrainingResult fit(ModelDefinition definition, FrameSource training) {
        return settings.run(Start.ANEW, definition, ModelState.initial(definition), training, null);
    }

    /**
     * Trains a new model; the parameters with the lowest validation loss are kept, and the training stops early when
     * that loss has not improved for as many epochs as the patience allows. Validation goes by the bound that is trained,
     * without free bits and with the {@linkplain io.github.sdmvae.objective.BetaSchedule#validationBeta() β of
     * validation}; the history holds the plain bound with one draw, too.
     *
     * @param definition the model
     * @param training data, at least one row of the model's input size; the last, incomplete batch of an epoch is left
     *     out (which rows, changes with every epoch)
     * @param validation data, at least one row; all of it is evaluated, with the same noise in every epoch
     * @return the model of the best epoch and the history
     * @throws IllegalArgumentException if the data does not fit the model
     * @throws TrainingDivergedException if the loss becomes NaN or infinite
     */
    public TrainingResult fit(ModelDefinition definition, FrameSource training, FrameSource validation) {
        return settings.run(Start.ANEW, definition, ModelState.initial(definition), training, validation);
    }

    /**
     * Trains on from given parameters; the optimiser starts anew.
     *
     * @param definition the model
     * @param start its parameters
     * @param training data, as for {@link #fit(ModelDefinition, FrameSource, FrameSource)}
     * @param validation data, as there
     * @return the model of the best epoch and the history
     * @throws IllegalArgumentException if data or parameters do not fit the model
     * @throws TrainingDivergedException if the loss becomes NaN or infinite
     */
    public TrainingResult fit(
            ModelDefinition definition, ModelState start, FrameSource training, FrameSource validation) {
        return settings.run(Start.ANEW, definition, start, training, validation);
    }

    /**
     * Goes on with a training without validation data that was interrupted.
     *
     * @param definition the model, as it was
     * @param training data, as it was
     * @return what the training would have given without the interruption
     * @throws CheckpointException as for {@link #resume(ModelDefinition, FrameSource, FrameSource)}
     */
    public TrainingResult resume(ModelDefinition definition, FrameSource training) {
        return settings.run(Start.RESUME, definition, ModelState.initial(definition), training, null);
    }

    /**
     * Goes on with a training that was interrupted, from the newest checkpoint that can be read. Ones that cannot are
     * renamed and passed over with a warning. The result is the one that the training would have given without the
     * interruption, to the last bit (seconds and the time in the provenance aside); see {@link Trainer}. A training
     * that had come to its end gives its result again; one that had ended by {@link Builder#stopWhen} asks the
     * condition anew and may go on. A trainer that sets no {@link Builder#engine} takes the one that the checkpoint
     * names.
     *
     * @param definition the model, as it was
     * @param training data, as it was; compared by size, description and a hash over some hundred rows
     * @param validation data, as it was
     * @return the model of the best epoch and the history, the part before the interruption included
     * @throws CheckpointException if there is no checkpoint; if none can be read; if it was made with another model,
     *     data, engine or settings, which the message names (schedules are compared at some hundred steps, functions of
     *     the user's own by their names); if its engine cannot be had; or if the folder is in use or cannot be used
     * @throws IllegalStateException if the trainer has no {@link Builder#checkpoints}
     * @throws TrainingDivergedException if the loss becomes NaN or infinite
     */
    public TrainingResult resume(ModelDefinition definition, FrameSource training, FrameSource validation) {
        return settings.run(Start.RESUME, definition, ModelState.initial(definition), training, validation);
    }

    /**
     * Goes on with the training in the folder of the checkpoints, or starts it if there is none: what a program calls
     * that may be killed and started again any number of times. {@link TrainingListener#onResume} tells which.
     *
     * @param definition the model
     * @param training data, as for {@link #fit(ModelDefinition, FrameSource, FrameSource)}
     * @param validation data, as there
     * @return the model of the best epoch and the history
     * @throws CheckpointException as for {@link #resume(ModelDefinition, FrameSource, FrameSource)}, except that there
     *     need be no checkpoint
     * @throws IllegalStateException if the trainer has no {@link Builder#checkpoints}
     * @throws TrainingDivergedException if the loss becomes NaN or infinite
     */
    public TrainingResult fitOrResume(ModelDefinition definition, FrameSource training, FrameSource validation) {
        return settings.run(Start.EITHER, definition, ModelState.initial(definition), training, validation);
    }

    /** Collects the settings of a {@link Trainer}. Not thread-safe. */
    public static final class Builder {
        private int epochs = 500;
        private int batchSize = 128;
        private LearningRate learningRate = LearningRate.constant(1e-4);
        private int patience = 20;
        private boolean patienceSet;
        private double gradientClipping = Double.POSITIVE_INFINITY;
        private @Nullable GammaUpdate gamma;
        private ElboStrategy elbo = ElboStrategy.asPublished();
        private long seed = 1;
        private boolean unitAtoms;
        private final List<TrainingListener> listeners = new ArrayList<>();
        private @Nullable Predicate<EpochReport> stopWhen;
        private boolean keepsLast;
        private @Nullable Engine engine;
        private @Nullable Checkpoints checkpoints;

        private Builder() {}

        /**
         * How many times to go through the data at most. Default: 500.
         *
         * @param epochs at least 1
         * @return this builder
         */
        public Builder epochs(int epochs) {
            this.epochs = epochs;
            return this;
        }

        /**
         * Rows per step, or sequences for a model of time. Default: 128; for pieces of 50 frames 8 are usual. Data with fewer
         * makes one batch of them all.
         *
         * @param batchSize at least 1
         * @return this builder
         */
        public Builder batchSize(int batchSize) {
            this.batchSize = batchSize;
            return this;
        }

        /**
         * A constant learning rate. Default: 1e-4.
         *
         * @param rate finite and above 0
         * @return this builder
         */
        public Builder learningRate(double rate) {
            return learningRate(LearningRate.constant(rate));
        }

        /**
         * A learning rate that depends on the step.
         *
         * @param schedule rate by step
         * @return this builder
         */
        public Builder learningRate(LearningRate schedule) {
            this.learningRate = Objects.requireNonNull(schedule, "schedule");
            return this;
        }

        /**
         * Epochs without a lower validation loss before the training stops. Default: 20. Refused by {@code fit} without
         * validation data.
         *
         * @param patience at least 1
         * @return this builder
         */
        public Builder patience(int patience) {
            this.patience = patience;
            this.patienceSet = true;
            return this;
        }

        /**
         * Limits the Euclidean norm of the whole gradient: a longer one is scaled down to it. Default: no limit; 5 suits models
         * of time.
         *
         * @param norm above 0
         * @return this builder
         */
        public Builder gradientClipping(double norm) {
            this.gradientClipping = norm;
            return this;
        }

        /**
         * How γ follows from the posterior, for {@code Prior.learnedVariance()}. Default: what the model states, else the
         * closed form. Refused by {@code fit} for a model that states another, or whose prior has no variances.
         *
         * @param update the rule; null for the default
         * @return this builder
         */
        public Builder gammaUpdate(@Nullable GammaUpdate update) {
            this.gamma = update;
            return this;
        }

        /**
         * How the evidence lower bound is estimated, in validation too. Default: as published, one draw, β = 1.
         *
         * @param strategy the strategy
         * @return this builder
         */
        public Builder elbo(ElboStrategy strategy) {
            this.elbo = strategy;
            return this;
        }

        /**
         * The seed of shuffling and noise. Default: 1. (Initial weights have the definition's seed.)
         *
         * @param seed any number
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Keeps the atoms of the network at norm 1 from the first step on: the rows of {@code Dᵀ W}, W being the weights
         * of the layer where the code enters the decoder (with D = I the rows of W). After every update they are projected
         * back, on every engine in the same way. Default: they are free.
         *
         * <p>With learned variances (closed form or shared) the bound does not depend on the size of code entries, and
         * training lets their sizes drift apart; with unit atoms an entry's size says how much it adds to the decoder, so
         * that Hoyer's measure means something; with D = I no function is lost. Priors with a scale of their own lose some. A
         * penalty on absolute values can be evaded by small codes and large weights; with unit atoms it cannot.
         *
         * @return this builder
         * @see io.github.sdmvae.dictionary.UnitAtoms
         */
        public Builder unitAtoms() {
            this.unitAtoms = true;
            return this;
        }

        /**
         * Adds a listener.
         *
         * @param listener told of every step and epoch
         * @return this builder
         */
        public Builder listener(TrainingListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Ends the training after an epoch, for instance when time is up.
         *
         * @param condition asked after every epoch
         * @return this builder
         */
        public Builder stopWhen(Predicate<EpochReport> condition) {
            this.stopWhen = Objects.requireNonNull(condition, "condition");
            return this;
        }

        /**
         * Returns the model as the last epoch left it, as the authors of the paper do, not as it was at the lowest validation
         * loss. Default: the best epoch's. No part of the run: a training that has ended with checkpoints gives the one by
         * {@link Trainer#resume} after it gave the other, without another step.
         *
         * @return this builder
         */
        public Builder keepLast() {
            this.keepsLast = true;
            return this;
        }

        /**
         * Writes checkpoints, so that {@link Trainer#resume} can go on after a crash. Default: none.
         *
         * @param settings where and how often
         * @return this builder
         */
        public Builder checkpoints(Checkpoints settings) {
            this.checkpoints = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Where to compute. Default: the standard engine; for a resume the one that the checkpoint names.
         *
         * @param engine in single precision
         * @return this builder
         * @throws IllegalArgumentException if the engine computes in double precision, which is for checks only
         */
        public Builder engine(Engine engine) {
            if (engine.precision() != Precision.FLOAT32) {
                throw new IllegalArgumentException("a trainer needs an engine in single precision, got "
                        + engine.precision() + "; double precision is for checking gradients");
            }
            this.engine = engine;
            return this;
        }

        /**
         * Makes the trainer; the builder may be used on.
         *
         * @return the trainer
         * @throws IllegalArgumentException naming the value, if a setting is out of range
         */
        public Trainer build() {
            TrainingOptions options = new TrainingOptions(
                    epochs, batchSize, learningRate, patience, gradientClipping, gamma, elbo, seed, unitAtoms);
            return new Trainer(new TrainerSettings(
                    options, patienceSet, listeners, new Ending(stopWhen, keepsLast), engine, checkpoints));
        }
    }
}
