/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.graph.ModelGraph;
import org.jspecify.annotations.Nullable;

/** Parameters as tensors. Not thread-safe while a program trains on them. */
public final class KernelParameters implements Parameters {
    private final ParameterSet values;
    private final Tensor sharedGamma;
    private final @Nullable ParameterSet gradient;
    private final @Nullable Tensor firstMoment;
    private final @Nullable Tensor secondMoment;

    KernelParameters(KernelEngine engine, ModelGraph graph, boolean training) {
        values = new ParameterSet(engine, graph.layout());
        sharedGamma = engine.allocate(1, graph.draw().width() + 1);
        int length = graph.layout().length();
        gradient = training ? new ParameterSet(engine, graph.layout()) : null;
        firstMoment = training ? engine.allocate(1, length) : null;
        secondMoment = training ? engine.allocate(1, length) : null;
    }

    /**
     * The parameters themselves.
     *
     * @return flat, and by name
     */
    public ParameterSet values() {
        return values;
    }

    /**
     * The state of a shared γ update.
     *
     * @return 1 × (k + 1)
     */
    public Tensor sharedGamma() {
        return sharedGamma;
    }

    /**
     * Their gradient.
     *
     * @return flat, and by name
     * @throws IllegalStateException if they were not allocated for training
     */
    public ParameterSet gradient() {
        return trained(gradient);
    }

    /** Replaces the gradient of a worker's share of a batch by the sum over all workers. */
    void exchangeGradient(Exchange exchange) {
        if (exchange != Exchange.none()) {
            Tensor flat = gradient().flat();
            double[] share = HostLayers.values(flat);
            exchange.gradient(share);
            flat.write(share);
        }
    }

    /**
     * What is held, flat.
     *
     * @param store which
     * @return 1 × {@link #length}
     * @throws IllegalStateException if they were not allocated for training and it is one of training's
     */
    public Tensor of(Store store) {
        return switch (store) {
            case VALUES -> values.flat();
            case GRADIENT -> gradient().flat();
            case FIRST_MOMENT -> trained(firstMoment);
            case SECOND_MOMENT -> trained(secondMoment);
            case SHARED_GAMMA -> sharedGamma;
        };
    }

    private static <T> T trained(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("these parameters were not allocated for training");
        }
        return part;
    }

    @Override
    public int length(Store store) {
        return of(store).length();
    }

    @Override
    public void write(Store store, float[] source) {
        of(store).write(source, 0);
    }

    @Override
    public void write(Store store, double[] source) {
        of(store).write(source);
    }

    @Override
    public float[] read(Store store) {
        float[] copy = new float[length(store)];
        of(store).read(copy, 0);
        return copy;
    }

    @Override
    public void read(Store store, double[] target) {
        of(store).read(target);
    }

    @Override
    public void close() {
        values.flat().free();
        sharedGamma.free();
        if (gradient != null) {
            gradient.flat().free();
        }
        free(firstMoment);
        free(secondMoment);
    }

    private static void free(@Nullable Tensor tensor) {
        if (tensor != null) {
            tensor.free();
        }
    }
}
