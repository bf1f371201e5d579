/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.enhance.Draws.Stream;
import java.util.Arrays;

/** The steps and draws of {@link Variational}; the extras are Adam's moments for μ and λ and their number of steps. */
final class VariationalChain extends CodeChain {
    private final int steps;
    private final double rate;
    private final int draws;
    private final int lastDraws;

    VariationalChain(int steps, double rate, int draws, int lastDraws) {
        this.steps = steps;
        this.rate = rate;
        this.draws = draws;
        this.lastDraws = lastDraws;
    }

    @Override
    double[][] extra(int rows, int width) {
        int size = rows * width;
        return new double[][] {new double[size], new double[size], new double[size], new double[size], new double[1]};
    }

    /** Not wider than a standard normal prior: the encoder has never seen noise. */
    @Override
    void begin(SourceState source) {
        for (int i = 0; i < source.logVariance.length; i++) {
            source.logVariance[i] = Math.min(0, source.logVariance[i]);
        }
    }

    @Override
    void iterate(Tile tile) {
        fit(tile);
        for (int r = 0; r < draws; r++) {
            for (int j = 0; j < tile.sources(); j++) {
                tile.keep(j, draw(tile, r, j));
            }
            tile.kept();
        }
    }

    @Override
    void finish(Tile tile) {
        for (int r = 0; r < lastDraws; r++) {
            for (int j = 0; j < tile.sources(); j++) {
                draw(tile, r, j);
            }
            tile.program().addShares();
        }
    }

    /** Draws codes and makes them current. */
    private static double[] draw(Tile tile, int r, int j) {
        SourceState source = tile.source(j);
        double[] noise = new double[source.codes.length];
        tile.normal(Stream.SAMPLE, r, j, noise);
        double[] codes = drawn(source, deviations(source), noise);
        tile.program().decode(j, codes);
        return codes;
    }

    /** σ = e^(λ/2). */
    static double[] deviations(SourceState source) {
        double[] deviations = new double[source.logVariance.length];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = Math.exp(source.logVariance[i] / 2);
        }
        return deviations;
    }

    static double[] drawn(SourceState source, double[] deviations, double[] noise) {
        double[] codes = new double[noise.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = source.codes[i] + deviations[i] * noise[i];
        }
        return codes;
    }

    private void fit(Tile tile) {
        boolean several = tile.sources() > 1;
        if (several) {
            tile.decodeAll();
        }
        boolean[] all = new boolean[tile.rows()];
        Arrays.fill(all, true);
        for (int n = 0; n < steps; n++) {
            for (int j = 0; j < tile.sources(); j++) {
                step(tile, n, j);
                if (several) {
                    // The others see the code that was drawn.
                    tile.program().accept(j, all);
                }
            }
        }
        for (int j = 0; j < tile.sources(); j++) {
            renew(tile, j);
        }
    }

    /** γ = μ² + σ² before every step, held in its gradient. */
    private static void renew(Tile tile, int j) {
        SourceState source = tile.source(j);
        if (tile.variance(j).stays()) {
            return;
        }
        for (int i = 0; i < source.gamma.length; i++) {
            double square = source.codes[i] * source.codes[i] + Math.exp(source.logVariance[i]);
            source.gamma[i] = tile.variance(j).update(source.gamma[i], square);
        }
    }

    private void step(Tile tile, int n, int j) {
        SourceState source = tile.source(j);
        renew(tile, j);
        double[] noise = new double[source.codes.length];
        tile.normal(Stream.STEP, n, j, noise);
        GradientRows rows = new GradientRows(tile, j);
        double[] deviations = deviations(source);
        rows.likelihoodAt(drawn(source, deviations, noise));
        double[] dMean = rows.gradient;
        double[] dLog = new double[dMean.length];
        gradients(source, deviations, noise, dMean, dLog);
        double[][] moments = source.extra;
        moments[4][0]++;
        long step = (long) moments[4][0];
        AdamRows.step(rate, step, source.codes, dMean, moments[0], moments[1]);
        AdamRows.step(rate, step, source.logVariance, dLog, moments[2], moments[3]);
    }

    /**
     * Gradients of the negative bound.
     *
     * @param deviations σ
     * @param noise of the draw
     * @param dMean holds ∂ℓ/∂a at the drawn code, receives the gradient of μ
     * @param dLog receives the gradient of λ
     */
    static void gradients(SourceState source, double[] deviations, double[] noise, double[] dMean, double[] dLog) {
        for (int i = 0; i < dMean.length; i++) {
            double deviation = deviations[i];
            double gamma = source.gamma[i];
            dLog[i] = dMean[i] * deviation * noise[i] / 2 + (deviation * deviation / gamma - 1) / 2;
            dMean[i] += source.codes[i] / gamma;
        }
    }
}
