/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.EngineUnavailableException;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.kernels.AdamStep;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.engine.kernels.LikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.engine.kernels.TensorGradient;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.random.CounterNoise;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine for NVIDIA cards, in single precision. Models made of the library's own parts run as whole steps on the card;
 * with a part of the user's own, or with several workers, a model runs kernel by kernel, that part on the host.
 *
 * <p>Parameters and programs free their memory on the card when they are closed, or when nobody refers to them any more.
 */
public final class CudaEngine extends CardEngine {
    static final String NAME = "cuda";
    /** Number of the card to use, of those that the driver shows. */
    private static final String DEVICE = "sdmvae.cuda.device";

    private static final int BLOCKS = 64;
    private static final int THREADS = 256;
    private static final Logger LOG = LoggerFactory.getLogger(CudaEngine.class);

    private final Device device;
    private final ResidentData resident;
    private final Patterns patterns;
    private final Memory tables;
    private final boolean commonShape = !"false".equals(System.getProperty(CommonShape.PROPERTY));
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    CudaEngine(Device device) {
        this(device, new Transfers(device));
    }

    private CudaEngine(Device device, Transfers transfers) {
        super(new Kernels(device), transfers, new GroupNumbers(transfers));
        this.device = device;
        this.resident = new ResidentData(transfers);
        this.patterns = new Patterns(transfers);
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
        transfers().write(memory.address(), bytes.flip());
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

    ResidentData resident() {
        return resident;
    }

    /** Address of the tables of the ziggurat. */
    long noiseTables() {
        return tables.address();
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        return CudaTensor.zeros(transfers(), rows, columns);
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

    @Override
    public TrainingProgram train(
            ModelGraph graph, Objective objective, Parameters parameters, BatchShape shape, Exchange exchange) {
        String lacking = exchange == Exchange.none()
                ? TimeWork.lacking(graph, objective)
                : "meeting points of several workers inside a step";
        if (!isKnown(graph, objective) || shape.carried()) {
            return super.train(graph, objective, parameters, shape, exchange); // which says what is wrong
        }
        return lacking.isEmpty()
                ? new TimeProgram(this, graph, objective, own(parameters), shape, true)
                : throughHost(lacking, () -> super.train(graph, objective, parameters, shape, exchange));
    }

    @Override
    public Program infer(ModelGraph graph, Objective objective, Parameters parameters, BatchShape shape) {
        if (!isKnown(graph, objective)) {
            return super.infer(graph, objective, parameters, shape);
        }
        String lacking = TimeWork.lacking(graph, objective);
        return lacking.isEmpty()
                ? new TimeProgram(this, graph, objective, own(parameters), shape, false)
                : throughHost(lacking, () -> super.infer(graph, objective, parameters, shape));
    }

    @Override
    public TensorGradient inputGradient(ModelGraph graph, InputGradient.Half half, Parameters parameters, int rows) {
        String lacking = HalfWork.lacking(graph, half);
        if (graph.isOverTime()) {
            return super.inputGradient(graph, half, parameters, rows); // which says what is wrong
        }
        return lacking.isEmpty()
                ? CardGradient.of(this, graph, half, own(parameters), rows)
                : throughHost(lacking, () -> super.inputGradient(graph, half, parameters, rows));
    }

    @Override
    public TensorGradient inputGradient(
            ModelGraph graph, InputGradient.Half half, Parameters parameters, BatchShape shape) {
        String lacking = HalfWork.lacking(graph, half);
        if (half != InputGradient.Half.DECODER || shape.sequences() != 1 || shape.carried()) {
            return super.inputGradient(graph, half, parameters, shape); // which says what is wrong
        }
        return lacking.isEmpty()
                ? CardGradient.ofSequence(this, graph, own(parameters), shape.frames())
                : throughHost(lacking, () -> super.inputGradient(graph, half, parameters, shape));
    }

    @Override
    public MixtureProgram mixture(List<MixtureSource> sources, MixtureShape shape) {
        String lacking = sources.stream()
                .map(CardMixtureSource::lacking)
                .filter(part -> !part.isEmpty())
                .findFirst()
                .orElse("");
        return lacking.isEmpty()
                ? new CardMixture(this, sources, shape)
                : throughHost(lacking, () -> super.mixture(sources, shape));
    }

    /** Parameters of a source of this engine. */
    static KernelParameters parametersOf(MixtureSource source) {
        return own(source.parameters());
    }

    /** Whether a model of time can be computed at all. */
    private static boolean isKnown(ModelGraph graph, Objective objective) {
        return graph.isOverTime()
                && !objective.rule().importance()
                && !objective.rule().sampled()
                && objective.samples() == 1
                && objective.freeBits() == 0;
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
    public void adam(AdamStep step, Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment) {
        run(kernels()
                .each(
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
                        (float) step.gradientScale()));
    }

    @Override
    public LikelihoodStep likelihood(Likelihood likelihood, LikelihoodTensors tensors) {
        LikelihoodPart part = LikelihoodPart.of(likelihood);
        return part == null
                ? super.likelihood(likelihood, tensors)
                : new CardLikelihoodStep(part, tensors, kernels(), transfers());
    }

    @Override
    public void boundCoherence(Tensor dictionary, double bound) {
        synchronized (transfers()) { // the room is for one at a time
            long room = transfers().room(Double.BYTES * dictionary.length());
            run(DictionaryKernels.boundCoherence(kernels(), on(dictionary), bound, room));
        }
    }

    @Override
    public double sum(Tensor tensor) {
        return sum(tensor, false);
    }

    @Override
    public double sumOfSquares(Tensor tensor) {
        return sum(tensor, true);
    }

    private double sum(Tensor tensor, boolean squares) {
        synchronized (transfers()) { // the room is for one at a time
            long parts = transfers().room(BLOCKS * Double.BYTES);
            run(kernels()
                    .blocks(
                            KernelText.SEQUENCES,
                            "sum_values",
                            BLOCKS,
                            1,
                            THREADS,
                            on(tensor).address(),
                            parts,
                            tensor.length(),
                            squares ? 1 : 0));
            double sum = 0;
            for (double part : transfers().doubles(parts, BLOCKS)) {
                sum += part;
            }
            return sum;
        }
    }

    @Override
    void run(Sequence work) {
        transfers().run(work);
    }

    @Override
    long present(boolean[] valid) {
        return patterns.address(valid);
    }

    @Override
    long roomForSums(int values) {
        return transfers().room(Float.BYTES * values);
    }

    /** Programs that train may have been asked to change it. */
    @Override
    CudaTensor on(Tensor tensor) {
        return ready(tensor);
    }

    /** A tensor that no program changes any more. */
    static CudaTensor ready(Tensor tensor) {
        CudaTensor own = (CudaTensor) tensor;
        own.finishPrograms();
        return own;
    }

    /** Gives back the card's memory, streams and kernels; programs and parameters of the engine must not be used after. */
    @Override
    public void close() {
        resident.close();
        patterns.close();
        groups().close();
        tables.close();
        transfers().close();
        device.close();
    }
}
