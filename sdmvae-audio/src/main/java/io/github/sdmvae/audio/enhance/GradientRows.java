/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** Energy and gradient of one source's codes in a tile, in arrays that are used again. */
final class GradientRows {
    private final Tile tile;
    private final int j;
    final double[] energy;
    final double[] gradient;

    GradientRows(Tile tile, int j) {
        this.tile = tile;
        this.j = j;
        energy = new double[tile.rows()];
        gradient = new double[tile.source(j).codes.length];
    }

    /** Proposes codes and computes U and ∇U there. */
    void energyAt(double[] codes) {
        tile.program().propose(j, codes, energy);
        Energy.addPrior(codes, tile.source(j).gamma, energy);
        priorGradientAt(codes);
    }

    /** Proposes codes and computes ∇U there alone. */
    void at(double[] codes) {
        tile.program().propose(j, codes);
        priorGradientAt(codes);
    }

    private void priorGradientAt(double[] codes) {
        tile.program().gradient(j, gradient);
        Energy.addPriorGradient(codes, tile.source(j).gamma, gradient);
    }

    /** Proposes codes and computes ∇ℓ there, without the prior. */
    void likelihoodAt(double[] codes) {
        tile.program().propose(j, codes);
        tile.program().gradient(j, gradient);
    }
}
