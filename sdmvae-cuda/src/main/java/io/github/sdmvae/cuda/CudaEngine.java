/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.EngineUnavailableException;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.kernels.AdamStep;
import io.github.sdmvae.engine.kernels.CellFrame;
import io.github.sdmvae.engine.kernels.GroupedColumns;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.LikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.random.CounterNoise;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine for NVIDIA cards, in single precision. Models made of the library's own parts run as whole steps on the card;
 * with a part of the user's own, or with several workers, a model runs kernel by kernel, that part on the host.
 *
 * <p>Parameters and programs free their memory on the card when they are closed, or when nobody refers to them any more.
 */
public final class CudaEngine extends KernelEngine {
    static final String NAME = "cuda";
    /** Number of the card to use, of those that the driver shows. */
    private static final String DEVICE = "sdmvae.cuda.device";

    private static final Logger LOG = LoggerFactory.getLogger(CudaEngine.class);

    private final Device device;
    private final Kernels kernels;
    private final Transfers transfers;
    private final ResidentData resident;
    private final SequenceWork sequences;
    private final GroupWork groups;
    private final Memory tables;
    private final boolean commonShape = !"false".equals(System.getProperty(CommonShape.PROPERTY));
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    CudaEngine(Device device) {
        this.device = device;
        this.kernels = new Kernels(device);
        this.transfers = new Transfers(device);
        this.resident = new ResidentData(transfers);
        this.sequences = new SequenceWork(kernels, transfers);
        this.groups = new GroupWork(kernels, transfers);
        this.tables = tables();
    }

    /**
     * The engine on a card: the first, or the one whose number the system property {@code sdmvae.cuda.device} gives.
     *
     * @return a new engine
     * @throws EngineUnavailableException if there is none to be had, saying what is missing
     */
    public static CudaEngine open() {
        int number = Integer.getInteger(DEVICE, 0);
        CudaLibraries libraries = CudaLibraries.ofMachine();
        libraries.obstacle().ifPresent(obstacle -> {
            throw new EngineUnavailableException("the engine '" + NAME + "' cannot be had: " + obstacle, null);
        });
        try {
            libraries.load();
            CudaEngine engine = new CudaEngine(CudaDevice.open(number));
            LOG.info(
                    "engine {} on card {}: {}{}",
                    NAME,
                    number,
                    engine.device.facts(),
                    engine.device.isTf32() ? ", products in TF32" : "");
            return engine;
        } catch (CudaException e) {
            throw new EngineUnavailableException("the engine '" + NAME + "' cannot be had: " + e.getMessage(), e);
        }
    }

    private Memory tables() {
        double[][] all = CounterNoise.tables();
        int count = 0;
        for (double[] table : all) {
            count += table.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * count).order(ByteOrder.nativeOrder());
        for (double[] table : all) {
            for (double value : table) {
                bytes.putDouble(value);
            }
        }
        Memory memory = new Memory(device, bytes.capacity(), "tables of noise");
        transfers.write(memory.address(), bytes.flip());
        return memory;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    /** Both change the last bits: a run goes on under what it was begun with. */
    @Override
    public String settings() {
        StringJoiner all = new StringJoiner(", ");
        if (device.isTf32()) {
            all.add("products in TF32");
        }
        if (!commonShape) {
            all.add("all models by cuBLAS");
        }
        return all.toString();
    }

    /** Whether models of the common shape take two kernels, where the card can. */
    boolean hasCommonShape() {
        return commonShape;
    }

    /**
     * What the engine runs on.
     *
     * @return name, compute capability, memory and driver of the card, in one line
     */
    public String card() {
        return device.facts().toString();
    }

    Device device() {
        return device;
    }

    Kernels kernels() {
        return kernels;
    }

    Transfers transfers() {
        return transfers;
    }

    ResidentData resident() {
        return resident;
    }

    /** Address of the tables of the ziggurat. */
    long noiseTables() {
        return tables.address();
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        return CudaTensor.zeros(transfers, rows, columns);
    }

    @Override
    public TrainingProgram train(
            ModelGraph graph, Objective objective, Parameters parameters, int rows, Exchange exchange) {
        String lacking = exchange == Exchange.none()
                ? BatchWork.lacking(graph, objective)
                : "meeting points of several workers inside a step";
        return lacking.isEmpty()
                ? new CudaProgram(this, graph, objective, own(parameters), rows, true)
                : throughHost(lacking, () -> super.train(graph, objective, parameters, rows, exchange));
    }

    @Override
    public Program infer(ModelGraph graph, Objective objective, Parameters parameters, int rows) {
        String lacking = BatchWork.lacking(graph, objective);
        return lacking.isEmpty()
                ? new CudaProgram(this, graph, objective, own(parameters), rows, false)
                : throughHost(lacking, () -> super.infer(graph, objective, parameters, rows));
    }

    private <T> T throughHost(String lacking, Supplier<T> program) {
        if (said.add(lacking)) {
            LOG.warn(
                    "the card has no kernels for {}: it runs on the host, between copies, which is slow. The results"
                            + " are the same",
                    lacking);
        }
        return program.get();
    }

    @Override
    public void dense(Tensor x, Tensor weight, Tensor bias, Activation activation, Tensor y) {
        Sequence work = new Sequence();
        new LayerWork(kernels).forward(work, on(x), on(weight), on(bias), activation, on(y));
        transfers.run(work);
    }

    @Override
    public void denseBackward(
            Tensor x,
            Tensor weight,
            Tensor y,
            Activation activation,
            Tensor dy,
            @Nullable Tensor dWeight,
            @Nullable Tensor dBias,
            @Nullable Tensor dx) {
        Sequence work = new Sequence();
        synchronized (transfers) { // the room is for one at a time
            new LayerWork(kernels)
                    .backward(
                            work,
                            on(x),
                            on(weight),
                            on(y),
                            activation,
                            on(dy),
                            dWeight == null ? null : on(dWeight),
                            dBias == null ? null : on(dBias),
                            dx == null ? null : on(dx),
                            transfers.room(Float.BYTES * LayerWork.roomForSums(y.rows(), y.columns())));
            transfers.run(work);
        }
    }

    @Override
    public void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
        Sequence work = new Sequence();
        new LayerWork(kernels).multiply(work, on(a), transposeA, on(b), transposeB, on(c));
        transfers.run(work);
    }

    @Override
    public void unitColumns(Tensor dictionary) {
        transfers.run(new Sequence().then(Chain.unitColumns(kernels, on(dictionary))));
    }

    @Override
    public void adam(AdamStep step, Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment) {
        transfers.run(new Sequence()
                .then(kernels.each(
                        KernelText.UPDATE,
                        "adam_of",
                        parameters.length(),
                        on(parameters).address(),
                        on(gradient).address(),
                        on(firstMoment).address(),
                        on(secondMoment).address(),
                        parameters.length(),
                        (float) (step.rate() / step.firstCorrection()),
                        (float) (1 / Math.sqrt(step.secondCorrection())),
                        (float) step.gradientScale())));
    }

    @Override
    public LikelihoodStep likelihood(Likelihood likelihood, LikelihoodTensors tensors) {
        LikelihoodPart part = LikelihoodPart.of(likelihood);
        return part == null
                ? super.likelihood(likelihood, tensors)
                : new CardLikelihoodStep(part, tensors, kernels, transfers);
    }

    @Override
    public void cell(RecurrentCell cell, CellFrame frame, boolean[] valid) {
        sequences.cell(cell, frame, valid);
    }

    @Override
    public void cellBackward(RecurrentCell cell, CellFrame frame, boolean[] valid) {
        sequences.cellBackward(cell, frame, valid);
    }

    @Override
    public void add(Tensor x, Tensor sum) {
        sequences.add(x, sum);
    }

    @Override
    public void join(Tensor left, Tensor right, Tensor joined) {
        sequences.join(left, right, joined);
    }

    @Override
    public void split(Tensor joined, Tensor left, Tensor right) {
        sequences.split(joined, left, right);
    }

    @Override
    public void clear(Tensor tensor, int[] rows) {
        sequences.clear(tensor, rows);
    }

    @Override
    public double sum(Tensor tensor) {
        return sequences.sum(tensor, false);
    }

    @Override
    public double sumOfSquares(Tensor tensor) {
        return sequences.sum(tensor, true);
    }

    @Override
    public void stack(Tensor mask, Tensor weight, Tensor stacked) {
        groups.stack(mask, weight, stacked);
    }

    @Override
    public void stackBackward(Tensor mask, Tensor weight, Tensor dStacked, Tensor dMask, Tensor dWeight) {
        groups.stackBackward(mask, weight, dStacked, dMask, dWeight);
    }

    @Override
    public void grouped(Tensor x, Tensor weight, Tensor bias, GroupedColumns columns, Tensor output) {
        groups.grouped(x, weight, bias, columns, output);
    }

    @Override
    public void groupedBackward(
            Tensor x, Tensor weight, GroupedColumns columns, Tensor dOutput, @Nullable Tensor dWeight, Tensor dx) {
        groups.groupedBackward(x, weight, columns, dOutput, dWeight, dx);
    }

    /** Programs that train may have been asked to change it. */
    static CudaTensor on(Tensor tensor) {
        CudaTensor own = (CudaTensor) tensor;
        own.finishPrograms();
        return own;
    }

    /** Gives back the card's memory, streams and kernels; programs and parameters of the engine must not be used after. */
    @Override
    public void close() {
        resident.close();
        sequences.close();
        groups.close();
        tables.close();
        transfers.close();
        device.close();
    }
}
