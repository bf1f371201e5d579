/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.InputGradient.Half;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One source of a {@link CpuMixture}: its decoder, current and proposed variances, and samples. */
final class CpuMixtureSource {
    private static final int VARIANCE = 1;
    private static final int SPARE = 3;
    private static final int LIMITED = 4;
    private static final int REST = 9;
    private static final float LIMIT = (float) MixtureProgram.ETA_LIMIT;

    private final CpuEngine alone;
    private final MixtureSource model;
    private final int rows;
    private final int bins;
    private final InputGradient decoder;
    private @Nullable InputGradient encoder;
    private final float[] codes;
    private final float[] dCodes;
    private final float[] gain;
    private final float[] eta;
    private final float[] proposed;
    private final float[] current;
    private final float[][] kept;
    private float[] shareSum = new float[0];

    CpuMixtureSource(CpuEngine alone, MixtureSource model, MixtureShape shape) {
        this.alone = alone;
        this.model = model;
        rows = shape.rows();
        bins = model.bins();
        decoder = alone.inputGradient(model.graph(), Half.DECODER, model.parameters(), rows);
        codes = new float[rows * decoder.inputSize()];
        dCodes = new float[codes.length];
        gain = new float[rows];
        Arrays.fill(gain, 1);
        eta = new float[rows * bins];
        proposed = new float[rows * bins];
        current = new float[rows * bins];
        kept = new float[shape.samples()][];
    }

    void gain(double[] values) {
        for (int t = 0; t < rows; t++) {
            gain[t] = (float) values[t];
        }
    }

    float gain(int t) {
        return gain[t];
    }

    float[] current() {
        return current;
    }

    float[] kept(int sample) {
        return kept[sample];
    }

    void encode(float[] input, double[] heads) {
        if (encoder == null) {
            encoder = alone.inputGradient(model.graph(), Half.ENCODER, model.parameters(), rows);
        }
        float[] values = new float[heads.length];
        encoder.forward(input, values);
        for (int i = 0; i < values.length; i++) {
            heads[i] = values[i];
        }
    }

    private void forward(double[] values) {
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (float) values[i];
        }
        decoder.forward(codes, eta);
    }

    /** e^η of some rows, in the scratch's slot {@link #VARIANCE} and in the target. */
    private float[] variances(int first, int n, float[] target, CpuScratch scratch) {
        float[] limited = CpuMixtureMath.stretch(eta, first, n, LIMITED, scratch);
        for (int i = 0; i < n; i++) {
            limited[i] = Math.max(-LIMIT, Math.min(LIMIT, limited[i]));
        }
        float[] variance = scratch.array(VARIANCE, n);
        FastMath.expWithin(limited, variance, scratch.array(SPARE, n), n, scratch);
        System.arraycopy(variance, 0, target, first, n);
        return variance;
    }

    void decode(double[] values) {
        variances(values, current);
    }

    void propose(double[] values) {
        variances(values, proposed);
    }

    private void variances(double[] values, float[] target) {
        forward(values);
        CpuScratch scratch = CpuScratch.own();
        int step = new CpuRows(rows, bins).step();
        for (int row = 0; row < rows; row += step) {
            variances(row * bins, Math.min(step, rows - row) * bins, target, scratch);
        }
    }

    void propose(double[] values, float[] power, float[] rest, double[] loss) {
        forward(values);
        CpuScratch scratch = CpuScratch.own();
        int step = new CpuRows(rows, bins).step();
        for (int row = 0; row < rows; row += step) {
            int n = Math.min(step, rows - row);
            float[] u = variances(row * bins, n * bins, proposed, scratch);
            float[] others = CpuMixtureMath.stretch(rest, row * bins, n * bins, REST, scratch);
            for (int t = 0; t < n; t++) {
                CpuMixtureMath.scaleAndAdd(gain[row + t], u, others, t * bins, (t + 1) * bins);
            }
            CpuMixtureMath.loss(u, power, row * bins, n, bins, scratch, loss, row);
        }
    }

    void gradient(float[] power, float[] rest, double[] gradient) {
        for (int t = 0; t < rows; t++) {
            differentiate(gain[t], power, rest, t * bins);
        }
        decoder.backward(eta, dCodes);
        for (int i = 0; i < dCodes.length; i++) {
            gradient[i] = dCodes[i];
        }
    }

    /** η of a row becomes the derivative of ℓ with respect to it. */
    private void differentiate(float gainOfRow, float[] power, float[] rest, int first) {
        for (int i = first; i < first + bins; i++) {
            float q = gainOfRow * proposed[i];
            float inverse = 1 / (q + rest[i]);
            float d = q * inverse * (1 - power[i] * inverse);
            float beyond = eta[i] - Math.max(-LIMIT, Math.min(LIMIT, eta[i]));
            eta[i] = CpuLikelihood.limitedGradient(beyond, d);
        }
    }

    void accept(boolean[] which) {
        for (int t = 0; t < rows; t++) {
            if (which[t]) {
                System.arraycopy(proposed, t * bins, current, t * bins, bins);
            }
        }
    }

    void keep(int sample) {
        if (kept[sample] == null) {
            kept[sample] = new float[current.length];
        }
        System.arraycopy(current, 0, kept[sample], 0, current.length);
    }

    void clearShares() {
        if (shareSum.length == 0) {
            shareSum = new float[current.length];
        }
        Arrays.fill(shareSum, 0);
    }

    void addShares(float[] variance) {
        for (int t = 0; t < rows; t++) {
            CpuMixtureMath.addRatios(gain[t], current, variance, t * bins, shareSum, bins);
        }
    }

    float[] shareSum() {
        return shareSum;
    }
}
