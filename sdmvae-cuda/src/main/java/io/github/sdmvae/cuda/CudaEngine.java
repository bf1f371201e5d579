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
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.random.CounterNoise;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
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
    private final Memory tables;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    CudaEngine(Device device) {
        this.device = device;
        this.kernels = new Kernels(device);
        this.transfers = new Transfers(device);
        this.resident = new ResidentData(transfers);
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
                    CudaLane.isTf32() ? ", products in TF32" : "");
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
        CudaTensor sums = CudaTensor.zeros(transfers, 1, LayerWork.roomForSums(y.rows(), y.columns()));
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
                        sums.address());
        transfers.run(work);
        sums.free();
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

    /** Programs that train may have been asked to change it. */
    private static CudaTensor on(Tensor tensor) {
        CudaTensor own = (CudaTensor) tensor;
        own.finishPrograms();
        return own;
    }

    /** Gives back the card's memory, streams and kernels; programs and parameters of the engine must not be used after. */
    @Override
    public void close() {
        resident.close();
        tables.close();
        transfers.close();
        device.close();
    }
}
