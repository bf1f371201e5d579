/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import static io.github.sdmvae.engine.kernels.HostLayers.values;

import io.github.sdmvae.graph.CodeHeadsNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.prior.CodeSequences;
import io.github.sdmvae.prior.TimeTerms;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From the encoder to the codes of sequences, {@code a_t = μ_t + σ_t ε_t}, where heads may depend on the codes before. λ keeps to
 * bounds; beyond them its gradient is zero where it pushes further out. Not thread-safe.
 */
final class SequenceCode {
    /** Bounds of λ: σ² from 1e-13 to 5e8. */
    static final double LEAST_LOG_VARIANCE = -30;

    static final double MOST_LOG_VARIANCE = 20;

    private final SequenceRows rows;
    private final int width;
    private final Tensor heads;
    private final @Nullable Tensor dHeads;
    private final Tensor codes;
    private final Tensor code;
    private final Tensor before;
    private final Tensor[] headBlocks;
    private final Tensor[] dHeadBlocks;
    private final Tensor[] codeBlocks;
    private final @Nullable CodeReader reader;
    private final @Nullable Tensor dBefore;
    private final double[] noise;
    private final double[] rawLogVariance;
    private final double[] spread;
    private final CodeSequences sequences;

    SequenceCode(
            KernelEngine engine,
            ModelGraph graph,
            ParameterSet parameters,
            SequenceRows rows,
            Stage last,
            boolean train) {
        this.rows = rows;
        width = graph.draw().width();
        int all = rows.shape().rows();
        int b = rows.sequences();
        codes = engine.allocate(all + b, width);
        before = codes.view(0, all, width);
        code = codes.view(b * width, all, width);
        Node node = graph.encoder().get(graph.encoder().size() - 1);
        boolean reads = node instanceof CodeHeadsNode;
        heads = reads ? engine.allocate(all, 2 * width) : last.output();
        dHeads = !train ? null : reads ? engine.allocate(all, 2 * width) : last.outputGradient();
        headBlocks = blocks(heads);
        dHeadBlocks = dHeads == null ? new Tensor[0] : blocks(dHeads);
        codeBlocks = blocks(code);
        reader = node instanceof CodeHeadsNode heading ? reader(engine, heading, parameters, last) : null;
        dBefore = reads && train ? engine.allocate(b, width) : null;
        noise = new double[all * width];
        rawLogVariance = new double[noise.length];
        spread = new double[noise.length];
        sequences = standardNormal(rows.lengths(), width, noise.length);
    }

    private CodeReader reader(KernelEngine engine, CodeHeadsNode node, ParameterSet parameters, Stage over) {
        return CodeReader.of(new CodeReader.Context(
                engine, node, parameters, over.output(), over.outputGradient(), before, heads, dHeads, rows));
    }

    /** Room for what is known of codes, before anything is: means of 0 and variances of 1, predicted and own. */
    private static CodeSequences standardNormal(int[] lengths, int width, int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return new CodeSequences(lengths, width, new double[count], new double[count], new double[count], ones);
    }

    private Tensor[] blocks(Tensor tensor) {
        Tensor[] blocks = new Tensor[rows.steps()];
        for (int t = 0; t < blocks.length; t++) {
            blocks[t] = RecurrentLayer.block(tensor, t, rows.sequences());
        }
        return blocks;
    }

    /** ε, frame by frame. */
    double[] noise() {
        return noise;
    }

    Tensor heads() {
        return heads;
    }

    Tensor code() {
        return code;
    }

    /** Codes of the frames before, zeros at the first. */
    Tensor before() {
        return before;
    }

    /** Means, variances and predictions. */
    CodeSequences sequences() {
        return sequences;
    }

    /** Draws codes of all frames, or with the mean in the place of the draw. */
    void draw(boolean byMean) {
        if (reader == null) {
            double[] drawn = new double[code.length()];
            draw(values(heads), 0, drawn, byMean);
            code.write(drawn);
        } else {
            reader.start();
            double[] drawn = new double[rows.sequences() * width];
            for (int t = 0; t < rows.steps(); t++) {
                reader.step(t);
                draw(values(headBlocks[t]), t * drawn.length, drawn, byMean);
                codeBlocks[t].write(drawn);
            }
        }
        if (rows.shape().carried()) {
            codes.view(0, rows.sequences(), width).write(values(codeBlocks[codeBlocks.length - 1]));
        }
    }

    private void draw(double[] head, int first, double[] drawn, boolean byMean) {
        for (int at = 0; at < drawn.length; at += width) {
            drawRow(head, 2 * at, first + at, byMean);
            boolean valid = isValid(first + at);
            for (int j = 0; j < width; j++) {
                drawn[at + j] = valid ? sequences.mean()[first + at + j] + spread[first + at + j] : 0;
            }
        }
    }

    private void drawRow(double[] head, int at, int first, boolean byMean) {
        for (int j = 0; j < width; j++) {
            int e = first + j;
            rawLogVariance[e] = head[at + width + j];
            double lambda = Math.max(LEAST_LOG_VARIANCE, Math.min(MOST_LOG_VARIANCE, rawLogVariance[e]));
            sequences.mean()[e] = head[at + j];
            sequences.logVariance()[e] = lambda;
            spread[e] = byMean ? 0 : Math.exp(lambda / 2) * noise[e];
        }
    }

    /** Whether there is a frame in the row of an entry. */
    private boolean isValid(int entry) {
        int row = entry / width;
        return rows.valid(row / rows.sequences())[row % rows.sequences()];
    }

    /**
     * Gradients of codes and divergence → gradients of heads, and of all that is between the encoder's features and the heads.
     *
     * @param dCode gradient of the codes, of which each frame's is all there is but for what later heads add
     * @param terms of the divergence, unscaled
     * @param scale factor on its gradients
     * @param target receives gradients of parameters
     */
    void backward(double[] dCode, TimeTerms terms, double scale, ParameterSet target) {
        if (reader == null) {
            Objects.requireNonNull(dHeads).write(gradient(dCode, 0, dCode.length, terms, scale));
            return;
        }
        int block = rows.sequences() * width;
        Tensor back = Objects.requireNonNull(dBefore);
        reader.startBackward();
        for (int t = rows.steps() - 1; t >= 0; t--) {
            dHeadBlocks[t].write(gradient(dCode, t * block, block, terms, scale));
            reader.stepBackward(t, back);
            if (t > 0) {
                double[] more = values(back);
                for (int i = 0; i < block; i++) {
                    dCode[(t - 1) * block + i] += more[i];
                }
            }
        }
        reader.finish(target);
    }

    private double[] gradient(double[] dCode, int first, int count, TimeTerms terms, double scale) {
        double[] d = new double[2 * count];
        for (int at = 0; at < count; at += width) {
            if (isValid(first + at)) {
                rowGradient(dCode, first + at, terms, scale, d, 2 * at);
            }
        }
        return d;
    }

    private void rowGradient(double[] dCode, int first, TimeTerms terms, double scale, double[] d, int at) {
        for (int j = 0; j < width; j++) {
            int e = first + j;
            d[at + j] = dCode[e] + scale * terms.dMean()[e];
            double dLambda = 0.5 * spread[e] * dCode[e] + scale * terms.dLogVariance()[e];
            boolean outwards = rawLogVariance[e] < LEAST_LOG_VARIANCE ? dLambda > 0 : dLambda < 0;
            boolean outside = rawLogVariance[e] < LEAST_LOG_VARIANCE || rawLogVariance[e] > MOST_LOG_VARIANCE;
            d[at + width + j] = outside && outwards ? 0 : dLambda;
        }
    }

    void restart() {
        codes.view(0, rows.sequences(), width).write(new double[rows.sequences() * width]);
        if (reader != null) {
            reader.restart();
        }
    }
}
