/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.LikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodTensors;

/** A likelihood's kernels: loss per row and gradient in one pass over the decoder's output. */
abstract class CpuLikelihood implements LikelihoodStep {
    /** Slots of {@link CpuScratch}. */
    private static final int OUTPUT = 0;

    private static final int X = 1;
    private static final int TERMS = 2;
    static final int SPARE = 3;
    static final int MEANS = 4;

    private final CpuTeam team;
    private final LikelihoodTensors tensors;
    private final CpuTensor x;
    private final CpuTensor output;
    private final CpuTensor loss;
    private final CpuRows rows;
    private final int outputWidth;
    final int width;

    CpuLikelihood(CpuTeam team, LikelihoodTensors tensors) {
        this.team = team;
        this.tensors = tensors;
        this.x = (CpuTensor) tensors.x();
        this.output = (CpuTensor) tensors.output();
        this.loss = (CpuTensor) tensors.loss();
        this.rows = new CpuRows(output.rows(), output.columns());
        this.width = x.columns();
        this.outputWidth = output.columns();
    }

    /** What a kernel is given of some rows. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    record Stretch(float[] output, float[] data, float[] terms, float scale, int rows, CpuScratch scratch) {}

    /**
     * Computes terms of the loss and the gradient of some rows.
     *
     * @param stretch the output becomes the gradient; the terms, one per value of x, are written
     */
    abstract void evaluate(Stretch stretch);

    /** Output → mean, in place; n values of x. */
    abstract void means(float[] values, int n, CpuScratch scratch);

    @Override
    public final void evaluate(double gradientScale) {
        float scale = (float) gradientScale;
        team.run(rows.parts(), p -> rows.each(p, (row, n) -> evaluate(scale, row, n)));
    }

    private void evaluate(float scale, int firstRow, int n) {
        CpuScratch scratch = CpuScratch.own();
        float[] o = scratch.array(OUTPUT, n * outputWidth);
        float[] data = scratch.array(X, n * width);
        float[] terms = scratch.array(TERMS, n * width);
        readData(firstRow, n, data);
        output.get(firstRow * outputWidth, o, 0, n * outputWidth);
        evaluate(new Stretch(o, data, terms, scale, n, scratch));
        for (int i = 0; i < n; i++) {
            terms[i] = FastMath.sum(terms, i * width, width);
        }
        loss.put(firstRow, terms, 0, n);
        if (scale != 0) {
            ((CpuTensor) tensors.dOutput()).put(firstRow * outputWidth, o, 0, n * outputWidth);
        }
    }

    /** x has fewer rows than the output if several codes were drawn. */
    private void readData(int firstRow, int n, float[] data) {
        int dataRows = x.rows();
        if (firstRow + n <= dataRows) {
            x.get(firstRow * width, data, 0, n * width);
            return;
        }
        for (int i = 0; i < n; i++) {
            x.get((firstRow + i) % dataRows * width, data, i * width, width);
        }
    }

    @Override
    public final void mean() {
        CpuTensor mean = (CpuTensor) tensors.mean();
        if (output.rows() == 1) {
            // Live use must not leave garbage.
            mean(mean, 0, 1);
            return;
        }
        team.run(rows.parts(), p -> rows.each(p, (row, n) -> mean(mean, row, n)));
    }

    private void mean(CpuTensor mean, int firstRow, int n) {
        CpuScratch scratch = CpuScratch.own();
        float[] values = scratch.array(OUTPUT, n * width);
        if (outputWidth == width) {
            output.get(firstRow * width, values, 0, n * width);
        } else {
            for (int i = 0; i < n; i++) {
                output.get((firstRow + i) * outputWidth, values, i * width, width);
            }
        }
        means(values, n * width, scratch);
        mean.put(firstRow * width, values, 0, n * width);
    }

    /** e^v where v is limited to ±clamp, usually well within what is normal. */
    static void exp(float[] v, float[] result, float clamp, int n, CpuScratch scratch) {
        float[] spare = scratch.array(SPARE, n);
        if (clamp < -FastMath.EXP_LOWEST) {
            FastMath.expWithin(v, result, spare, n, scratch);
        } else {
            FastMath.exp(v, result, spare, n, scratch);
        }
    }

    static float limit(float eta, float clamp) {
        return Math.max(-clamp, Math.min(clamp, eta));
    }

    /**
     * The gradient, but zero where a descent step would push η further out of its limits: where η beyond them and the
     * gradient differ in sign. Written with minima and maxima, which are vectorised where a condition is not.
     *
     * @param beyond η less its limited value
     */
    static float limitedGradient(float beyond, float gradient) {
        return gradient * Math.max(0f, Math.min(1f, 1 + beyond * gradient * 3e38f));
    }
}
