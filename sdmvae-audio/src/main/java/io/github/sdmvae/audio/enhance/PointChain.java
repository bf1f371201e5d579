/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** The steps of a {@link PointEstimate}; the extras are Adam's moments and their number of steps. */
final class PointChain extends CodeChain {
    private final int steps;
    private final double rate;

    PointChain(int steps, double rate) {
        this.steps = steps;
        this.rate = rate;
    }

    @Override
    double[][] extra(int rows, int width) {
        return new double[][] {new double[rows * width], new double[rows * width], new double[1]};
    }

    @Override
    void iterate(Tile tile) {
        if (tile.sources() > 1) {
            tile.decodeAll();
        }
        GradientRows[] rows = new GradientRows[tile.sources()];
        for (int j = 0; j < rows.length; j++) {
            rows[j] = new GradientRows(tile, j);
        }
        for (int n = 0; n < steps; n++) {
            for (int j = 0; j < rows.length; j++) {
                step(tile.source(j), rows[j]);
                if (rows.length > 1) {
                    tile.program().decode(j, tile.source(j).codes);
                }
            }
        }
        if (tile.sources() == 1) {
            tile.decodeAll();
        }
        tile.keep();
        renewGamma(tile);
    }

    private void step(SourceState source, GradientRows rows) {
        rows.at(source.codes);
        double[][] moments = source.extra;
        moments[2][0]++;
        AdamRows.step(rate, (long) moments[2][0], source.codes, rows.gradient, moments[0], moments[1]);
    }

    @Override
    void finish(Tile tile) {
        tile.decodeAll();
        tile.program().addShares();
    }
}
