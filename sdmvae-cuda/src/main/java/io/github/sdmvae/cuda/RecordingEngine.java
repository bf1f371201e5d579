/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.kernels.AdamStep;
import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.SequenceRows;
import io.github.sdmvae.engine.kernels.Stage;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.FeatureVarianceNode;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.graph.TransformNode;
import io.github.sdmvae.graph.UnitAtomsNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An engine that does nothing at once: what the library's stages ask of it becomes a {@link Sequence}. So one program's steps are
 * put together from the same stages that run one by one elsewhere. Its arrays belong to that program. Not thread-safe.
 */
final class RecordingEngine extends CardEngine {
    private final List<CudaTensor> arrays = new ArrayList<>();
    private final IdentityHashMap<boolean[], Long> present = new IdentityHashMap<>();
    private final Map<Class<? extends Node>, Stage.Factory> stages = new HashMap<>(super.stages());
    private final long state;
    private @Nullable Sequence target;
    private @Nullable CudaTensor sums;

    /**
     * Nothing recorded yet.
     *
     * @param state address of what changes from step to step
     */
    RecordingEngine(CardEngine engine, long state) {
        super(engine.kernels(), engine.transfers(), engine.groups());
        this.state = state;
        stages.put(TransformNode.class, request -> new CardTransformStage(this, request));
        stages.put(SelectorNode.class, request -> new CardSelectorStage(this, request));
        stages.put(SparseDecodingNode.class, request -> new CardSparseDecodingStage(this, request));
        stages.put(FeatureVarianceNode.class, request -> new CardFeatureVarianceStage(this, request));
        stages.put(UnitAtomsNode.class, request -> new CardUnitAtomsStage(this, request));
    }

    /** Puts what is asked for meanwhile into a sequence. */
    void into(Sequence work, Runnable asking) {
        Sequence before = target;
        target = work;
        try {
            asking.run();
        } finally {
            target = before;
        }
    }

    /** Address of what changes from step to step. */
    long state() {
        return state;
    }

    @Override
    void run(Sequence work) {
        Objects.requireNonNull(target, "nothing is being recorded").then(work);
    }

    /** Keeps an array as long as the sequence that is being recorded. */
    CudaTensor keep(CudaTensor tensor) {
        return Objects.requireNonNull(target, "nothing is being recorded").keep(tensor);
    }

    @Override
    CudaTensor on(Tensor tensor) {
        return (CudaTensor) tensor;
    }

    /** The frames of a batch change from step to step: says where on the card it is written who has one. */
    void presentAt(boolean[] valid, long address) {
        present.put(valid, address);
    }

    @Override
    long present(boolean[] valid) {
        return Objects.requireNonNull(present.get(valid), "nobody said where these frames are");
    }

    /** Steps run in order, so one room serves all; where a larger one is needed, what is recorded keeps the smaller. */
    @Override
    long roomForSums(int values) {
        if (sums == null || sums.length() < values) {
            sums = zeros(1, values);
        }
        return sums.address();
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        return zeros(rows, columns);
    }

    CudaTensor zeros(int rows, int columns) {
        CudaTensor tensor = CudaTensor.zeros(transfers(), rows, columns);
        arrays.add(tensor);
        return tensor;
    }

    /** Address of room for doubles. */
    long doubles(int count) {
        return zeros(2, count).address();
    }

    /** Address of given doubles. */
    long doubles(double[] values) {
        long address = doubles(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.nativeOrder());
        bytes.asDoubleBuffer().put(values);
        transfers().write(address, bytes);
        return address;
    }

    @Override
    protected Map<Class<? extends Node>, Stage.Factory> stages() {
        return stages;
    }

    /** Compiles a node. */
    Stage stage(
            Node node,
            ParameterSet parameters,
            Tensor in,
            @Nullable Tensor dIn,
            boolean gradient,
            @Nullable SequenceRows rows) {
        Stage.Factory factory = Objects.requireNonNull(stages.get(node.getClass()), node.name());
        return factory.create(new Stage.Request(this, node, parameters, in, dIn, gradient, rows));
    }

    @Override
    public void boundCoherence(Tensor dictionary, double bound) {
        run(DictionaryKernels.boundCoherence(kernels(), on(dictionary), bound, doubles(dictionary.length())));
    }

    @Override
    public double sum(Tensor tensor) {
        throw new UnsupportedOperationException("a recording knows no values");
    }

    @Override
    public double sumOfSquares(Tensor tensor) {
        throw new UnsupportedOperationException("a recording knows no values");
    }

    @Override
    public double coherence(Tensor dictionary, double weight, @Nullable Tensor dDictionary) {
        throw new UnsupportedOperationException("a recording knows no values");
    }

    @Override
    public void adam(AdamStep step, Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment) {
        throw new UnsupportedOperationException("rates change from step to step: see UpdateWork");
    }

    @Override
    public String name() {
        return CudaEngine.NAME;
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    long bytes() {
        return arrays.stream().mapToLong(CudaTensor::bytes).sum();
    }

    /** Frees all arrays. */
    @Override
    public void close() {
        arrays.forEach(CudaTensor::free);
    }
}
