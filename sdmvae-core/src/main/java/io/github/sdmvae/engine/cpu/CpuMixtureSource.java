/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.InputGradient.Half;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.kernels.TensorGradient;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One source of a {@link CpuMixture}: its decoder, current and proposed variances, and samples. It knows of which codes the
 * current variances are, so that they are not decoded twice, and in which rows they have changed since the last sample.
 */
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
    private final int width;
    private final TensorGradient decoder;
    private final CpuTensor eta;
    private @Nullable InputGradient encoder;
    private final float[] codes;
    private final float[] proposedCodes;
    private final float[] currentCodes;
    private final float[] dCodes;
    private final float[] gain;
    private final float[] proposed;
    private final float[] current;
    private final boolean[] changed;
    private final float[][] kept;
    private float[] derivative = new float[0];
    private float[] shareSum = new float[0];
    private boolean decoded;

    CpuMixtureSource(CpuEngine alone, MixtureSource model, MixtureShape shape) {
        this.alone = alone;
        this.model = model;
        rows = shape.rows();
        bins = model.bins();
        decoder = alone.inputGradient(model.graph(), Half.DECODER, model.parameters(), rows);
        eta = (CpuTensor) decoder.output();
        width = decoder.inputSize();
        codes = new float[rows * width];
        proposedCodes = new float[codes.length];
        currentCodes = new float[codes.length];
        dCodes = new float[codes.length];
        gain = new float[rows];
        Arrays.fill(gain, 1);
        proposed = new float[rows * bins];
        current = new float[rows * bins];
        changed = new boolean[rows];
        Arrays.fill(changed, true);
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

    /** Variances of a sample; of rows that had not changed since the sample before, whatever was there. */
    float[] kept(int sample) {
        return kept[sample];
    }

    /** Whether the row's current variances are others than when a sample was last kept. */
    boolean changed(int t) {
        return changed[t];
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

    private static void round(double[] values, float[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) values[i];
        }
    }

    private void forward(float[] values) {
        ((CpuTensor) decoder.input()).put(0, values, 0, values.length);
        decoder.forward();
    }

    /** e^η of some rows, in the scratch's slot {@link #VARIANCE} and in the target. */
    private float[] variances(int first, int n, float[] target, CpuScratch scratch) {
        float[] limited = scratch.array(LIMITED, n);
        eta.get(first, limited, 0, n);
        for (int i = 0; i < n; i++) {
            limited[i] = Math.max(-LIMIT, Math.min(LIMIT, limited[i]));
        }
        float[] variance = scratch.array(VARIANCE, n);
        FastMath.expWithin(limited, variance, scratch.array(SPARE, n), n, scratch);
        System.arraycopy(variance, 0, target, first, n);
        return variance;
    }

    /** The decoder's parameters stay what they are, and so do the variances of codes that are current already. */
    void decode(double[] values) {
        round(values, codes);
        if (decoded && Arrays.equals(codes, currentCodes)) {
            return;
        }
        variances(codes, current);
        System.arraycopy(codes, 0, currentCodes, 0, codes.length);
        Arrays.fill(changed, true);
        decoded = true;
    }

    void propose(double[] values) {
        round(values, proposedCodes);
        variances(proposedCodes, proposed);
    }

    private void variances(float[] values, float[] target) {
        forward(values);
        CpuScratch scratch = CpuScratch.own();
        int step = new CpuRows(rows, bins).step();
        for (int row = 0; row < rows; row += step) {
            variances(row * bins, Math.min(step, rows - row) * bins, target, scratch);
        }
    }

    void propose(double[] values, float[] power, float[] rest, double[] loss) {
        round(values, proposedCodes);
        forward(proposedCodes);
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
        if (derivative.length == 0) {
            derivative = new float[rows * bins];
        }
        CpuTensor dEta = (CpuTensor) decoder.outputGradient();
        for (int t = 0; t < rows; t++) {
            eta.get(t * bins, derivative, t * bins, bins);
            differentiate(gain[t], power, rest, t * bins);
            dEta.put(t * bins, derivative, t * bins, bins);
        }
        decoder.backward();
        ((CpuTensor) decoder.inputGradient()).get(0, dCodes, 0, dCodes.length);
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
            float beyond = derivative[i] - Math.max(-LIMIT, Math.min(LIMIT, derivative[i]));
            derivative[i] = CpuLikelihood.limitedGradient(beyond, d);
        }
    }

    void accept(boolean[] which) {
        for (int t = 0; t < rows; t++) {
            if (which[t]) {
                System.arraycopy(proposed, t * bins, current, t * bins, bins);
                System.arraycopy(proposedCodes, t * width, currentCodes, t * width, width);
                changed[t] = true;
            }
        }
    }

    /** Rows of the current variances become a sample's. */
    void keep(int sample, boolean[] which) {
        if (kept[sample] == null) {
            kept[sample] = new float[current.length];
        }
        for (int t = 0; t < rows; t++) {
            if (which[t]) {
                System.arraycopy(current, t * bins, kept[sample], t * bins, bins);
            }
        }
        Arrays.fill(changed, false);
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
