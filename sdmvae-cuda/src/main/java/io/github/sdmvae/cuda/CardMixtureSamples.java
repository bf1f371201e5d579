/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The noise of a {@link CardMixture}, the samples that are kept, and sums over them that renew noise and gains. */
final class CardMixtureSamples {
    private static final int THREADS = 256;

    private final Workplace place;
    private final RecordingEngine engine;
    private final Tile tile;
    private final int rows;
    private final int bins;
    private final int rank;
    private final int samplesAtMost;
    private final CudaTensor inverse;
    private final CudaTensor square;
    private final CudaTensor activations;
    private final CudaTensor basis;
    private final CudaTensor basisSum;
    private final CudaTensor activationSum;
    private final long sums;
    private final Launch keep;
    private @Nullable CudaTensor kept;
    private int samples;

    /**
     * What kernels over a tile read.
     *
     * @param variances current ones, sources · rows × bins
     * @param gains sources × rows
     * @param noise rows × bins
     * @param power rows × bins
     * @param sources how many
     */
    record Tile(CudaTensor variances, CudaTensor gains, CudaTensor noise, CudaTensor power, int sources) {
        /** Arguments that they begin with, and others behind them. */
        Object[] arguments(long ofVariances, Object... others) {
            Object[] all = {
                ofVariances, gains.address(), noise.address(), power.address(), power.rows(), power.columns(), sources
            };
            Object[] both = Arrays.copyOf(all, all.length + others.length);
            System.arraycopy(others, 0, both, all.length, others.length);
            return both;
        }
    }

    CardMixtureSamples(Workplace place, MixtureShape shape, Tile tile, long sums) {
        this.place = place;
        this.tile = tile;
        this.sums = sums;
        engine = place.recorder();
        rows = shape.rows();
        bins = tile.power().columns();
        rank = shape.noiseRank();
        samplesAtMost = shape.samples();
        inverse = engine.zeros(rows, bins);
        square = engine.zeros(rows, bins);
        activations = engine.zeros(rows, Math.max(1, rank));
        basis = engine.zeros(Math.max(1, rank), bins);
        basisSum = engine.zeros(basis.rows(), bins);
        activationSum = engine.zeros(rows, activations.columns());
        CudaTensor all = tile.variances();
        keep = engine.kernels().each(KernelText.LAYERS, "copy_values", all.length(), 0L, all.address(), all.length());
    }

    Tile tile() {
        return tile;
    }

    /** Memory of samples that are not there yet. */
    long bytesToCome() {
        return kept == null ? samplesAtMost * tile.variances().bytes() : 0;
    }

    Launch byRow(String kernel, long variances, Object... others) {
        return engine.kernels().blocks(KernelText.MIXTURE, kernel, rows, 1, THREADS, tile.arguments(variances, others));
    }

    /** The first of the sums by row. */
    void readSums(double[] first) {
        double[] all = new double[rows];
        place.results().read(sums, all);
        System.arraycopy(all, 0, first, 0, rows);
    }

    void noise(double[] newActivations, double[] newBasis) {
        if (rank == 0) {
            return;
        }
        CudaTensor noise = tile.noise();
        place.results().write(activations, newActivations);
        place.results().write(basis, newBasis);
        place.run("noise", work -> {
            new LayerWork(engine.kernels()).multiply(work, activations, false, basis, false, noise);
            work.then(engine.kernels()
                    .each(KernelText.MIXTURE, "mixture_floor", noise.length(), noise.address(), noise.length(), (float)
                            MixtureProgram.VARIANCE_FLOOR));
        });
    }

    void forget() {
        samples = 0;
    }

    void keep() {
        if (samples == samplesAtMost) {
            throw new IndexOutOfBoundsException("there is room for " + samplesAtMost + " samples");
        }
        keep.set(0, kept().address() + samples * tile.variances().bytes());
        place.lane().launch(keep);
        samples++;
    }

    private CudaTensor kept() {
        if (kept == null) {
            kept = engine.zeros(
                    Math.multiplyExact(samplesAtMost, tile.variances().rows()), bins);
        }
        return kept;
    }

    private void inverses() {
        int count = samples;
        place.run(
                "inverses " + count,
                work -> work.then(engine.kernels()
                        .each(
                                KernelText.MIXTURE,
                                "mixture_inverses",
                                tile.power().length(),
                                tile.arguments(kept().address(), count, inverse.address(), square.address()))));
    }

    void inverses(double[] meanInverse, double[] powerInverseSquare) {
        inverses();
        place.results().read(inverse, meanInverse);
        place.results().read(square, powerInverseSquare);
    }

    void basisSums(double[] numerator, double[] denominator) {
        if (rank > 0) {
            inverses();
            basisSum("square", square, numerator);
            basisSum("inverse", inverse, denominator);
        }
    }

    private void basisSum(String of, CudaTensor factor, double[] result) {
        place.run(
                "basis " + of,
                work -> new LayerWork(engine.kernels()).multiply(work, activations, true, factor, false, basisSum));
        place.results().read(basisSum, result);
    }

    void activationSums(double[] numerator, double[] denominator) {
        if (rank > 0) {
            inverses();
            activationSum("square", square, numerator);
            activationSum("inverse", inverse, denominator);
        }
    }

    private void activationSum(String of, CudaTensor factor, double[] result) {
        place.run(
                "activations " + of,
                work -> new LayerWork(engine.kernels()).multiply(work, factor, false, basis, true, activationSum));
        place.results().read(activationSum, result);
    }

    void gainSums(int source, double[] numerator, double[] denominator) {
        int count = samples;
        place.run(
                "gain " + source + " " + count,
                work -> work.then(byRow("mixture_gain_sums", kept().address(), count, source, sums)));
        double[] both = new double[2 * rows];
        place.results().read(sums, both);
        System.arraycopy(both, 0, numerator, 0, rows);
        System.arraycopy(both, rows, denominator, 0, rows);
    }

    void cost(double[] cost) {
        int count = samples;
        place.run("cost " + count, work -> work.then(byRow("mixture_cost", kept().address(), count, sums)));
        readSums(cost);
    }
}
