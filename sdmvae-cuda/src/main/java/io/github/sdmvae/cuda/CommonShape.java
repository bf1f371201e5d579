/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.graph.DenseNode;
import io.github.sdmvae.graph.DictionaryNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.likelihood.ComplexGaussian;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.ClosedForm;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.FixedGamma;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps of the common shape in two kernels, on cards with clusters: one hidden layer on each side, complex Gaussian, a
 * Gaussian prior with fixed or closed-form variances, one draw, no dictionary or a fixed one. Not thread-safe.
 */
final class CommonShape implements AutoCloseable {
    /** False leaves all models to cuBLAS. */
    static final String PROPERTY = "sdmvae.cuda.common";
    /** On larger batches cuBLAS was faster. */
    private static final int MOST_ROWS = 1024;

    private static final int THREADS = 256;
    private static final int CLUSTER = 8;
    private static final int ROWS_AT_ONCE = 8;

    private final int rows;
    private final List<CudaTensor> own;
    private final Launch pass;
    private final Launch update;

    private CommonShape(int rows, List<CudaTensor> own, Launch pass, Launch update) {
        this.rows = rows;
        this.own = own;
        this.pass = pass;
        this.update = update;
    }

    /**
     * The sizes of a model of this shape.
     *
     * @param inputs n
     * @param hidden units of the encoder
     * @param codes k
     * @param latent m
     * @param decoderHidden units of the decoder
     * @param hasDictionary whether there is one
     * @param activation of both hidden layers
     */
    record Sizes(
            int inputs,
            int hidden,
            int codes,
            int latent,
            int decoderHidden,
            boolean hasDictionary,
            Activation activation) {

        /** Null if a model has another shape. */
        static @Nullable Sizes of(ModelGraph graph, Objective objective) {
            List<Node> encoder = graph.encoder();
            int first = graph.hasDictionary() ? 1 : 0;
            List<Node> decoder = graph.decoder().subList(first, graph.decoder().size());
            boolean learned = first == 1
                    && ((DictionaryNode) graph.decoder().get(0)).dictionary().isLearned();
            if (graph.isOverTime()
                    || !graph.selection().isEmpty()
                    || !hasTwoLayers(encoder)
                    || !hasTwoLayers(decoder)
                    || learned
                    || !graph.penalties().isEmpty()
                    || !isPlain(objective)
                    || graph.observation().likelihood().getClass() != ComplexGaussian.class) {
                return null;
            }
            DenseNode in = (DenseNode) encoder.get(0);
            DenseNode out = (DenseNode) decoder.get(0);
            if (in.activation() != out.activation()
                    || graph.layout().length() != length(graph, in, out)
                    || graph.draw().shape().pseudoRows() > 0) {
                return null;
            }
            int codes = graph.draw().width();
            return new Sizes(graph.input().width(), in.out(), codes, out.in(), out.out(), first == 1, in.activation());
        }

        private static boolean hasTwoLayers(List<Node> nodes) {
            return nodes.size() == 2
                    && nodes.get(0).getClass() == DenseNode.class
                    && nodes.get(1).getClass() == DenseNode.class
                    && ((DenseNode) nodes.get(1)).activation() == Activation.IDENTITY;
        }

        private static boolean isPlain(Objective objective) {
            CodeRule rule = objective.rule();
            Class<?> gamma = rule.effectiveGamma().getClass();
            return rule.prior().isGaussian()
                    && CodeParts.of(rule) != null
                    && (gamma == FixedGamma.class || gamma == ClosedForm.class)
                    && !rule.sampled()
                    && !rule.importance()
                    && objective.samples() == 1
                    && objective.freeBits() == 0;
        }

        private static int length(ModelGraph graph, DenseNode in, DenseNode out) {
            int n = graph.input().width();
            int k = graph.draw().width();
            return (n + 1) * in.out() + (in.out() + 1) * 2 * k + (out.in() + 1) * out.out() + (out.out() + 1) * n;
        }

        KernelText text() {
            return new KernelText(
                    "common.cu",
                    List.of(
                            "NX=" + inputs,
                            "H1=" + hidden,
                            "KC=" + codes,
                            "MC=" + latent,
                            "H2=" + decoderHidden,
                            "DICT=" + (hasDictionary ? 1 : 0),
                            "ACT=" + LayerWork.code(activation)));
        }
    }

    /** Null if the model has another shape, or the card no room for it. */
    static @Nullable CommonShape of(
            CudaEngine engine,
            ModelGraph graph,
            Objective objective,
            BatchWork work,
            TermsRing ring,
            KernelParameters parameters) {
        int rows = work.rows();
        Sizes sizes = Sizes.of(graph, objective);
        if (!engine.hasCommonShape()
                || sizes == null
                || rows > MOST_ROWS
                || !engine.device().facts().hasClusters()) {
            return null;
        }
        KernelText text = sizes.text();
        int[] room = room(engine, text);
        if (Float.BYTES * Math.max(room[0], room[1]) > engine.device().facts().blockMemory()) {
            return null;
        }
        CudaTensor loss = CudaTensor.zeros(engine.transfers(), rows, CLUSTER);
        CudaTensor dictionary = dictionary(engine, graph);
        return new CommonShape(
                rows,
                List.of(loss, dictionary),
                pass(engine, text, room[0], sizes, graph, objective, work, loss, dictionary, parameters),
                update(engine, text, room, sizes, work, loss, ring, parameters));
    }

    /** One value where there is none. */
    private static CudaTensor dictionary(CudaEngine engine, ModelGraph graph) {
        if (!graph.hasDictionary()) {
            return CudaTensor.zeros(engine.transfers(), 1, 1);
        }
        Dictionary d = ((DictionaryNode) graph.decoder().get(0)).dictionary();
        CudaTensor tensor = CudaTensor.zeros(engine.transfers(), d.latentSize(), d.atoms());
        tensor.write(d.toArray());
        return tensor;
    }

    /** Floats of shared memory of the two kernels, and tiles, as the text works them out. */
    private static int[] room(CudaEngine engine, KernelText text) {
        CudaTensor sizes = CudaTensor.zeros(engine.transfers(), 1, 3);
        engine.transfers()
                .run(new Sequence()
                        .then(engine.kernels()
                                .launch(text, "common_sizes", new Launch.Shape(1, 1, 1, 1, 0), sizes.address())));
        float[] bits = new float[3];
        sizes.read(bits, 0);
        sizes.free();
        return new int[] {
            Float.floatToRawIntBits(bits[0]), Float.floatToRawIntBits(bits[1]), Float.floatToRawIntBits(bits[2])
        };
    }

    private static Launch pass(
            CudaEngine engine,
            KernelText text,
            int floats,
            Sizes sizes,
            ModelGraph graph,
            Objective objective,
            BatchWork work,
            CudaTensor loss,
            CudaTensor dictionary,
            KernelParameters parameters) {
        int first = sizes.hasDictionary() ? 1 : 0;
        ComplexGaussian likelihood = (ComplexGaussian) graph.observation().likelihood();
        GammaUpdate gamma = objective.rule().effectiveGamma();
        Chain encoder = work.encoder();
        Chain decoder = work.decoder();
        return engine.kernels()
                .launch(
                        text,
                        "common_pass",
                        new Launch.Shape(CLUSTER * clusters(engine, work.rows()), 1, THREADS, 1, floats * Float.BYTES),
                        0L,
                        0L,
                        0,
                        0L,
                        0L,
                        0.0,
                        CodePart.Arrays.address(parameters.of(Store.VALUES)),
                        first == 1 ? dictionary.address() : 0L,
                        engine.noiseTables(),
                        encoder.output(1).address(),
                        encoder.outputGradient(1).address(),
                        work.used().address(),
                        first == 1 ? decoder.output(0).address() : 0L,
                        CodePart.Arrays.address(work.codes().gamma()),
                        CodePart.Arrays.address(work.codes().divergence()),
                        encoder.output(0).address(),
                        encoder.outputGradient(0).address(),
                        decoder.output(first).address(),
                        decoder.outputGradient(first).address(),
                        decoder.output(first + 1).address(),
                        decoder.outputGradient(first + 1).address(),
                        loss.address(),
                        work.rows(),
                        (float) likelihood.floor(),
                        (float) likelihood.clamp(),
                        gamma instanceof FixedGamma f ? (float) Math.max(GammaUpdate.FLOOR, f.value()) : 0f);
    }

    /** Two blocks fit a multiprocessor; more clusters than run at once would only load weights again. */
    private static int clusters(CudaEngine engine, int rows) {
        int groups = (rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
        return Math.max(1, Math.min(groups, 2 * engine.device().facts().multiprocessors() / CLUSTER));
    }

    private static Launch update(
            CudaEngine engine,
            KernelText text,
            int[] room,
            Sizes sizes,
            BatchWork work,
            CudaTensor loss,
            TermsRing ring,
            KernelParameters p) {
        int first = sizes.hasDictionary() ? 1 : 0;
        Chain encoder = work.encoder();
        Chain decoder = work.decoder();
        return engine.kernels()
                .launch(
                        text,
                        "common_update",
                        new Launch.Shape(room[2] + 1, 1, THREADS, 1, room[1] * Float.BYTES),
                        0L,
                        0L,
                        0,
                        encoder.output(0).address(),
                        encoder.outputGradient(0).address(),
                        encoder.outputGradient(1).address(),
                        first == 1 ? decoder.output(0).address() : work.used().address(),
                        decoder.output(first).address(),
                        decoder.outputGradient(first).address(),
                        decoder.outputGradient(first + 1).address(),
                        loss.address(),
                        CodePart.Arrays.address(work.codes().divergence()),
                        ring.address(),
                        ring.columns(),
                        0,
                        CodePart.Arrays.address(p.of(Store.VALUES)),
                        CodePart.Arrays.address(p.of(Store.GRADIENT)),
                        CodePart.Arrays.address(p.of(Store.FIRST_MOMENT)),
                        CodePart.Arrays.address(p.of(Store.SECOND_MOMENT)),
                        work.rows(),
                        0f,
                        0f);
    }

    /** Which argument of the first kernel is which. */
    private static final class PassArguments {
        static final int DATA = 0;
        static final int ORDER = 1;
        static final int FIRST = 2;
        static final int KEY = 3;
        static final int FIRST_NOISE = 4;
        static final int CODE_SCALE = 5;

        private PassArguments() {}
    }

    /** And of the second. */
    private static final class UpdateArguments {
        static final int DATA = 0;
        static final int ORDER = 1;
        static final int FIRST = 2;
        static final int SLOT = 14;
        static final int RATE = 20;
        static final int ROOT = 21;

        private UpdateArguments() {}
    }

    /**
     * Forward, backward, gradients, and with them the update unless the gradient must be looked at whole.
     *
     * @param updates whether parameters change here
     */
    void pass(Lane lane, Batches batches, Noise noise, StepValues values, int slot, boolean updates) {
        pass.set(PassArguments.DATA, batches.data());
        pass.set(PassArguments.ORDER, batches.numbers());
        pass.set(PassArguments.FIRST, batches.first());
        pass.set(PassArguments.KEY, noise.key());
        pass.set(PassArguments.FIRST_NOISE, noise.first());
        pass.set(PassArguments.CODE_SCALE, values.beta() / rows);
        lane.launch(pass);
        update.set(UpdateArguments.DATA, batches.data());
        update.set(UpdateArguments.ORDER, batches.numbers());
        update.set(UpdateArguments.FIRST, batches.first());
        update.set(UpdateArguments.SLOT, slot);
        update.set(UpdateArguments.RATE, updates ? (float) StepBegin.rate(values) : -1f);
        update.set(UpdateArguments.ROOT, (float) StepBegin.root(values));
        lane.launch(update);
    }

    @Override
    public void close() {
        own.forEach(CudaTensor::free);
    }
}
