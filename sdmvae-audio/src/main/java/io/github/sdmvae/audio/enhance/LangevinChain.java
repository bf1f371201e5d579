/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.enhance.Draws.Stream;
import java.util.Arrays;

/** Unadjusted {@link Langevin} dynamics: one pass forward and one backward per sweep. */
final class LangevinChain extends CodeChain {
    private final Sampling sampling;

    LangevinChain(Sampling sampling) {
        this.sampling = sampling;
    }

    @Override
    void iterate(Tile tile) {
        run(tile, sampling.sweeps(), sampling.keep(), tile::keep);
        renewGamma(tile);
    }

    @Override
    void finish(Tile tile) {
        run(tile, sampling.lastSweeps(), sampling.lastKeep(), tile.program()::addShares);
    }

    private void run(Tile tile, int sweeps, int keep, Runnable keeping) {
        tile.decodeAll();
        boolean[] all = new boolean[tile.rows()];
        Arrays.fill(all, true);
        GradientRows[] rows = new GradientRows[tile.sources()];
        for (int j = 0; j < rows.length; j++) {
            rows[j] = new GradientRows(tile, j);
        }
        rows[0].at(tile.source(0).codes);
        for (int sweep = 0; sweep < sweeps; sweep++) {
            for (int j = 0; j < rows.length; j++) {
                if (rows.length > 1) {
                    rows[j].at(tile.source(j).codes);
                }
                step(tile, j, sweep, rows[j].gradient);
                move(tile, j, rows[j], all, rows.length > 1 || sweep == sweeps - 1);
            }
            if (sweep >= sweeps - keep) {
                keeping.run();
            }
        }
    }

    private void step(Tile tile, int j, int sweep, double[] gradient) {
        SourceState source = tile.source(j);
        double[] noise = new double[gradient.length];
        tile.normal(Stream.STEP, sweep, j, noise);
        double delta = sampling.step();
        for (int i = 0; i < gradient.length; i++) {
            double c = Energy.scale(source.gamma[i]);
            source.codes[i] += -delta / 2 * c * gradient[i] + Math.sqrt(delta * c) * noise[i];
        }
    }

    /** The forward pass at the new codes is that of the next step's gradient. */
    private static void move(Tile tile, int j, GradientRows rows, boolean[] all, boolean gradientUnused) {
        double[] codes = tile.source(j).codes;
        if (gradientUnused) {
            tile.program().decode(j, codes);
        } else {
            rows.at(codes);
            tile.program().accept(j, all);
        }
    }
}
