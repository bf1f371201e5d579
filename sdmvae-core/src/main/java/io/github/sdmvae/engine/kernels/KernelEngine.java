/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.prior.CodeRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An engine that computes kernel by kernel. It has every kernel already, in double precision on the host between {@link
 * Tensor#read} and {@link Tensor#write}; an engine of one's own brings its tensors and overrides the kernels that pay.
 *
 * <p>Outputs have been allocated by the same engine and are overwritten. Kernels give the same result for the same input
 * every time.
 *
 * <p><b>Thread rule:</b> kernels may be called from several threads at once as long as no two write the same tensor.
 */
public abstract class KernelEngine extends ArrayKernels implements Engine {

    /** For engines. */
    protected KernelEngine() {}

    /**
     * Allocates a matrix of zeros.
     *
     * @param rows at least 1
     * @param columns at least 1
     * @return the matrix
     */
    public abstract Tensor allocate(int rows, int columns);

    @Override
    public final Parameters allocate(ModelGraph graph, boolean training) {
        return new KernelParameters(this, graph, training);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Kernel by kernel; an engine that has whole steps of its own for some models overrides this and {@link #infer} and
     * leaves the others to them.
     */
    @Override
    public TrainingProgram train(
            ModelGraph graph, Objective objective, Parameters parameters, int rows, Exchange exchange) {
        return new GraphProgram(new CompiledModel(this, graph, objective, own(parameters), exchange), rows);
    }

    @Override
    public Program infer(ModelGraph graph, Objective objective, Parameters parameters, int rows) {
        return new GraphProgram(new CompiledModel(this, graph, objective, own(parameters), null), rows);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Kernel by kernel; an engine that has either way whole overrides this, and {@link #inputGradient(ModelGraph,
     * InputGradient.Half, Parameters, BatchShape)}.
     */
    @Override
    public TensorGradient inputGradient(ModelGraph graph, InputGradient.Half half, Parameters parameters, int rows) {
        if (graph.isOverTime()) {
            throw new UnsupportedOperationException("not yet supported: input gradients of models of time");
        }
        return ChainGradient.of(this, graph, half, own(parameters), rows);
    }

    @Override
    public TrainingProgram train(
            ModelGraph graph, Objective objective, Parameters parameters, BatchShape shape, Exchange exchange) {
        return new SequenceProgram(new CompiledModel(this, graph, objective, own(parameters), exchange), shape);
    }

    @Override
    public Program infer(ModelGraph graph, Objective objective, Parameters parameters, BatchShape shape) {
        return new SequenceProgram(new CompiledModel(this, graph, objective, own(parameters), null), shape);
    }

    @Override
    public TensorGradient inputGradient(
            ModelGraph graph, InputGradient.Half half, Parameters parameters, BatchShape shape) {
        return ChainGradient.ofSequence(this, graph, half, own(parameters), shape);
    }

    /**
     * The tensors behind parameters.
     *
     * @param parameters from {@link #allocate(ModelGraph, boolean)}
     * @return the same
     * @throws IllegalArgumentException if another kind of engine has allocated them
     */
    protected static KernelParameters own(Parameters parameters) {
        if (parameters instanceof KernelParameters own) {
            return own;
        }
        throw new IllegalArgumentException("the parameters were allocated by another engine");
    }

    /**
     * How nodes of encoder and decoder are computed.
     *
     * @return a factory for each type of node; the standard ones, unless overridden
     */
    protected Map<Class<? extends Node>, Stage.Factory> stages() {
        return Stages.STANDARD;
    }

    /**
     * A dense layer, {@code y = f(x W + b)}.
     *
     * @param x B × in
     * @param weight W, in × out
     * @param bias b, 1 × out
     * @param activation f
     * @param y receives B × out
     */
    public void dense(Tensor x, Tensor weight, Tensor bias, Activation activation, Tensor y) {
        HostLayers.dense(x, weight, bias, activation, y);
    }

    /**
     * Gradients of a dense layer.
     *
     * @param x B × in, its input
     * @param weight W, in × out
     * @param y B × out, its output
     * @param activation f
     * @param dy B × out, gradient with respect to y; holds the gradient before the activation afterwards
     * @param dWeight receives in × out, unless null
     * @param dBias receives 1 × out, unless null
     * @param dx receives B × in, unless null
     */
    public void denseBackward(
            Tensor x,
            Tensor weight,
            Tensor y,
            Activation activation,
            Tensor dy,
            @Nullable Tensor dWeight,
            @Nullable Tensor dBias,
            @Nullable Tensor dx) {
        HostLayers.backward(x, weight, y, activation, dy, dWeight, dBias, dx);
    }

    /**
     * A product, {@code C = A B}.
     *
     * @param a A, or its transpose
     * @param transposeA whether it is the transpose
     * @param b B, or its transpose
     * @param transposeB whether it is the transpose
     * @param c receives C
     */
    public void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
        HostLayers.multiply(a, transposeA, b, transposeB, c);
    }

    /**
     * The code kernels for a rule.
     *
     * @param rule what to compute
     * @param tensors arrays of a batch
     * @return kernels over these arrays
     */
    public CodeStep code(CodeRule rule, CodeTensors tensors) {
        return new HostCodeStep(rule, tensors);
    }

    /**
     * The kernels of a likelihood.
     *
     * @param likelihood which
     * @param tensors arrays of a batch
     * @return kernels over these arrays
     */
    public LikelihoodStep likelihood(Likelihood likelihood, LikelihoodTensors tensors) {
        return new HostLikelihoodStep(likelihood, tensors);
    }

    /**
     * The penalty on a dictionary's mutual coherence, {@code w ‖DᵀD - I‖²} off the diagonal.
     *
     * @param dictionary D, m × k
     * @param weight w
     * @param dDictionary the penalty's gradient is added, m × k, unless null
     * @return the penalty
     */
    public double coherence(Tensor dictionary, double weight, @Nullable Tensor dDictionary) {
        return HostDictionary.coherence(dictionary, weight, dDictionary);
    }

    /**
     * Scales the atoms of a dictionary to norm 1.
     *
     * @param dictionary D, m × k, changed
     */
    public void unitColumns(Tensor dictionary) {
        HostDictionary.unitColumns(dictionary);
    }

    /**
     * Turns atoms of norm 1 away from each other where the products of two exceed a bound.
     *
     * @param dictionary D, m × k, changed
     * @param bound at least 0 and below 1
     */
    public void boundCoherence(Tensor dictionary, double bound) {
        HostCoherence.bound(dictionary, bound);
    }

    /**
     * First layers under masks, side by side: {@code V = [diag(w_1) W | diag(w_2) W | … ]}.
     *
     * @param mask w, G × m
     * @param weight W, m × h
     * @param stacked receives V, m × (G·h)
     */
    public void stack(Tensor mask, Tensor weight, Tensor stacked) {
        HostGroups.stack(mask, weight, stacked);
    }

    /**
     * Gradients of {@link #stack}.
     *
     * @param mask w, G × m
     * @param weight W, m × h
     * @param dStacked gradient with respect to V, m × (G·h)
     * @param dMask receives G × m
     * @param dWeight receives m × h
     */
    public void stackBackward(Tensor mask, Tensor weight, Tensor dStacked, Tensor dMask, Tensor dWeight) {
        HostGroups.stackBackward(mask, weight, dStacked, dMask, dWeight);
    }

    /**
     * Some columns of an output layer, each from its own group of hidden units: {@code o_c = x_g(c) · W_c + b_c}.
     *
     * @param x B × (G·h), the groups' hidden units side by side
     * @param weight W, h × outputs
     * @param bias b, 1 × outputs
     * @param columns which, and of which groups
     * @param output receives these columns of B × outputs
     */
    public void grouped(Tensor x, Tensor weight, Tensor bias, GroupedColumns columns, Tensor output) {
        HostGroups.grouped(x, weight, bias, columns, output);
    }

    /**
     * Gradients of {@link #grouped}.
     *
     * @param x B × (G·h)
     * @param weight W, h × outputs
     * @param columns which, and of which groups
     * @param dOutput B × outputs
     * @param dWeight receives these columns of h × outputs, unless null
     * @param dx receives B × (G·h)
     */
    public void groupedBackward(
            Tensor x, Tensor weight, GroupedColumns columns, Tensor dOutput, @Nullable Tensor dWeight, Tensor dx) {
        HostGroups.groupedBackward(x, weight, columns, dOutput, dWeight, dx);
    }

    /**
     * One update of Adam.
     *
     * @param step rates and step number
     * @param parameters updated
     * @param gradient read; may be overwritten
     * @param firstMoment updated
     * @param secondMoment updated
     */
    public void adam(AdamStep step, Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment) {
        HostLayers.adam(step, parameters, gradient, firstMoment, secondMoment);
    }

    /**
     * The element-wise part of a recurrent layer's frame.
     *
     * @param cell what to compute
     * @param frame the arrays of a frame
     * @param valid for each of B sequences, whether it has that frame; the state of others becomes zero
     */
    public void cell(RecurrentCell cell, CellFrame frame, boolean[] valid) {
        HostCells.forward(cell, frame, valid);
    }

    /**
     * Its gradients.
     *
     * @param cell what to compute
     * @param frame the arrays of a frame
     * @param valid for each of B sequences, whether it has that frame; the gradients of others become zero
     */
    public void cellBackward(RecurrentCell cell, CellFrame frame, boolean[] valid) {
        HostCells.backward(cell, frame, valid);
    }

    /**
     * The product of a recurrent layer's state with its weight, {@code C = A W} or {@code C = A Wᵀ}.
     *
     * @param weight W
     * @param transposed whether it is transposed
     * @param rows most that A will have
     * @return the product, {@link #multiply} unless overridden
     */
    public StateProduct stateProduct(Tensor weight, boolean transposed, int rows) {
        return (a, c) -> multiply(a, false, weight, transposed, c);
    }

    /**
     * Does two things that do not touch each other's tensors, at the same time where that pays.
     *
     * @param first one
     * @param second the other
     */
    public void together(Runnable first, Runnable second) {
        first.run();
        second.run();
    }
}
