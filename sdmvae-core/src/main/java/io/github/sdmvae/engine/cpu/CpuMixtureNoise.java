/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import java.util.Arrays;

/**
 * The noise of a {@link CpuMixture}: the product of its activations and spectra, and the sums that renew either, all by OpenBLAS
 * in the calling thread.
 */
final class CpuMixtureNoise {
    private final CpuEngine alone;
    private final int rank;
    private final CpuTensor activations;
    private final CpuTensor basis;
    private final CpuTensor product;
    private final CpuTensor inverse;
    private final CpuTensor square;
    private final CpuTensor basisSum;
    private final CpuTensor activationSum;
    private final float[] values;

    /**
     * Makes room.
     *
     * @param alone an engine that works in the calling thread
     * @param bins F
     * @param shape of the tile
     */
    CpuMixtureNoise(CpuEngine alone, int bins, MixtureShape shape) {
        this.alone = alone;
        rank = shape.noiseRank();
        activations = new CpuTensor(shape.rows(), rank);
        basis = new CpuTensor(rank, bins);
        product = new CpuTensor(shape.rows(), bins);
        inverse = new CpuTensor(shape.rows(), bins);
        square = new CpuTensor(shape.rows(), bins);
        basisSum = new CpuTensor(rank, bins);
        activationSum = new CpuTensor(shape.rows(), rank);
        values = new float[shape.rows() * bins];
        Arrays.fill(values, (float) MixtureProgram.VARIANCE_FLOOR);
    }

    /** Variances of the noise, B × F, never below the floor. */
    float[] variances() {
        return values;
    }

    void stage(double[] newActivations, double[] newBasis) {
        if (rank == 0) {
            return;
        }
        activations.write(newActivations);
        basis.write(newBasis);
        alone.multiply(activations, false, basis, false, product);
        product.read(values, 0);
        float least = (float) MixtureProgram.VARIANCE_FLOOR;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(values[i], least);
        }
    }

    /** Takes over a stretch of the means of 1/u and p/u². */
    void inverses(int first, float[] inverses, float[] squares, int count) {
        inverse.put(first, inverses, 0, count);
        square.put(first, squares, 0, count);
    }

    /** The means of 1/u and p/u². */
    void inverses(double[] meanInverse, double[] powerInverseSquare) {
        inverse.read(meanInverse);
        square.read(powerInverseSquare);
    }

    void basisSums(double[] numerator, double[] denominator) {
        basisSum(square, numerator);
        basisSum(inverse, denominator);
    }

    private void basisSum(CpuTensor factor, double[] target) {
        if (rank > 0) {
            alone.multiply(activations, true, factor, false, basisSum);
            basisSum.read(target);
        }
    }

    void activationSums(double[] numerator, double[] denominator) {
        activationSum(square, numerator);
        activationSum(inverse, denominator);
    }

    private void activationSum(CpuTensor factor, double[] target) {
        if (rank > 0) {
            alone.multiply(factor, false, basis, true, activationSum);
            activationSum.read(target);
        }
    }
}
