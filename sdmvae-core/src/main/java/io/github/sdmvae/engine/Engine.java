/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.graph.ModelGraph;
import java.util.List;

/**
 * Compiles models into programs and says where their arrays live and how they are computed. Everything that trains or
 * uses a model is written against this and {@link Program} alone.
 *
 * <p>An engine may keep all of a step on a device of its own: what changes from step to step comes as data ({@link
 * StepValues}), and nothing that a step computes has to be looked at before the next one.
 *
 * <p><b>Thread rule:</b> an engine may be used by any number of threads; a program by one at a time. Programs that share
 * parameters may run at the same time as long as none of them trains.
 */
public interface Engine extends AutoCloseable {

    /**
     * The name in reports, model files and checkpoints.
     *
     * @return for instance {@code cpu}
     */
    String name();

    /**
     * What the engine computes in.
     *
     * @return the floating-point type
     */
    Precision precision();

    /**
     * Settings beside the name on which results depend to the last bit. A run resumes under the same only.
     *
     * @return in words, the same for the same settings; empty where all are as they come
     */
    default String settings() {
        return "";
    }

    /**
     * Makes room for a model's parameters, all zeros.
     *
     * @param graph the model
     * @param training whether gradient and moments are wanted, too
     * @return the arrays in the engine's memory
     */
    Parameters allocate(ModelGraph graph, boolean training);

    /**
     * Compiles a model for training.
     *
     * @param graph the model
     * @param objective what is minimised
     * @param parameters changed by every step; allocated for training
     * @param rows B, data points per batch
     * @param exchange where several workers meet; {@link Exchange#none()} for one
     * @return a program with room for one batch
     */
    TrainingProgram train(ModelGraph graph, Objective objective, Parameters parameters, int rows, Exchange exchange);

    /**
     * Compiles a model for use: no room for gradients.
     *
     * @param graph the model
     * @param objective what is evaluated
     * @param parameters read at each run
     * @param rows B, data points per batch
     * @return a program with room for one batch
     */
    Program infer(ModelGraph graph, Objective objective, Parameters parameters, int rows);

    /**
     * Compiles one half of a model and its gradient with respect to the input, without gradients of the weights.
     *
     * @param graph the model
     * @param half which half
     * @param parameters read at each run
     * @param rows B, rows per batch
     * @return a program with room for one batch
     */
    InputGradient inputGradient(ModelGraph graph, InputGradient.Half half, Parameters parameters, int rows);

    /**
     * Compiles a model of time for training.
     *
     * @param graph the model, {@link ModelGraph#isOverTime}
     * @param objective what to compute
     * @param parameters allocated for training, in place
     * @param shape of the batches
     * @param exchange where several workers meet
     * @return the program, its arrays allocated; its rows are the shape's, sequence by sequence
     * @throws UnsupportedOperationException if the engine has no models of time
     */
    default TrainingProgram train(
            ModelGraph graph, Objective objective, Parameters parameters, BatchShape shape, Exchange exchange) {
        throw new UnsupportedOperationException("the engine '" + name() + "' has no models of time");
    }

    /**
     * Compiles a model of time without gradients.
     *
     * @param graph the model, {@link ModelGraph#isOverTime}
     * @param objective what to compute
     * @param parameters read when the program runs
     * @param shape of the batches
     * @return the program, its arrays allocated; its rows are the shape's, sequence by sequence
     * @throws UnsupportedOperationException if the engine has no models of time
     */
    default Program infer(ModelGraph graph, Objective objective, Parameters parameters, BatchShape shape) {
        throw new UnsupportedOperationException("the engine '" + name() + "' has no models of time");
    }

    /**
     * Compiles a mixture of sources with a noise for a tile of frames. Engines that say nothing else run the decoders by
     * {@link #inputGradient} and everything around them on the host, in double precision.
     *
     * @param sources decoders of log-variances, all of as many frequencies; at least one
     * @param shape of the tile
     * @return a program for the tile that works in the calling thread; several may run at the same time
     * @throws IllegalArgumentException if the sources differ in their number of frequencies
     */
    default MixtureProgram mixture(List<MixtureSource> sources, MixtureShape shape) {
        return new HostMixture(this, sources, shape);
    }

    /**
     * Compiles the decoder of a model of time with the gradient of its input, for one sequence.
     *
     * @param graph the model, {@link ModelGraph#isOverTime}
     * @param half the decoder
     * @param parameters read at each run
     * @param shape one sequence, all frames in use
     * @return a program whose rows are the frames
     * @throws UnsupportedOperationException if the engine has no models of time, or none for another half or shape
     */
    default InputGradient inputGradient(
            ModelGraph graph, InputGradient.Half half, Parameters parameters, BatchShape shape) {
        throw new UnsupportedOperationException("the engine '" + name() + "' has no models of time");
    }

    /** Frees what the engine holds; nothing, unless an engine says so. */
    @Override
    default void close() {}
}
