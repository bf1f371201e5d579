/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.enhance.Draws.Stream;

/** {@link Langevin} dynamics with Metropolis' correction: one pass forward and one backward per sweep. */
final class MalaChain extends CodeChain {
    /** Of accepted proposals (Roberts and Rosenthal 1998). */
    private static final double TARGET = 0.574;

    private final Sampling sampling;

    MalaChain(Sampling sampling) {
        this.sampling = sampling;
    }

    @Override
    double[][] extra(int rows, int width) {
        return new double[][] {StepSizes.start(rows, sampling.step())};
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
        Walk[] walks = new Walk[tile.sources()];
        for (int j = 0; j < walks.length; j++) {
            walks[j] = new Walk(tile, j);
        }
        walks[0].renew();
        for (int sweep = 0; sweep < sweeps; sweep++) {
            boolean keeps = sweep >= sweeps - keep;
            for (Walk walk : walks) {
                if (walks.length > 1) {
                    walk.renew();
                }
                walk.step(sweep);
                if (!keeps && sampling.adapting()) {
                    StepSizes.adapt(walk.source.extra[0], walk.accepted, TARGET);
                }
            }
            if (keeps) {
                keeping.run();
            }
        }
    }

    /** The walk of one source. */
    private static final class Walk {
        private final Tile tile;
        private final int j;
        private final SourceState source;
        private final GradientRows now;
        private final GradientRows there;
        private final double[] noise;
        private final double[] proposal;
        private final double[] logUniform;
        private final boolean[] accepted;

        Walk(Tile tile, int j) {
            this.tile = tile;
            this.j = j;
            source = tile.source(j);
            now = new GradientRows(tile, j);
            there = new GradientRows(tile, j);
            noise = new double[source.codes.length];
            proposal = new double[source.codes.length];
            logUniform = new double[tile.rows()];
            accepted = new boolean[tile.rows()];
        }

        /** Energy and gradient at the current code, when all around it may have changed. */
        void renew() {
            now.energyAt(source.codes);
        }

        void step(int sweep) {
            propose(sweep);
            there.energyAt(proposal);
            tile.logUniform(sweep, j, logUniform);
            for (int t = 0; t < accepted.length; t++) {
                accepted[t] = logUniform[t] < logRatio(t);
            }
            tile.program().accept(j, accepted);
            move();
            tile.count(accepted);
        }

        private void propose(int sweep) {
            tile.normal(Stream.STEP, sweep, j, noise);
            int width = tile.width(j);
            for (int t = 0; t < accepted.length; t++) {
                double delta = Math.exp(source.extra[0][t]);
                for (int i = t * width; i < (t + 1) * width; i++) {
                    double c = Energy.scale(source.gamma[i]);
                    proposal[i] = source.codes[i] - delta / 2 * c * now.gradient[i] + Math.sqrt(delta * c) * noise[i];
                }
            }
        }

        /** log of π(a') q(a|a') / (π(a) q(a'|a)). */
        private double logRatio(int t) {
            int width = tile.width(j);
            double delta = Math.exp(source.extra[0][t]);
            double sum = 0;
            for (int i = t * width; i < (t + 1) * width; i++) {
                double c = Energy.scale(source.gamma[i]);
                double forth = proposal[i] - source.codes[i] + delta / 2 * c * now.gradient[i];
                double back = source.codes[i] - proposal[i] + delta / 2 * c * there.gradient[i];
                sum += (forth * forth - back * back) / (delta * c);
            }
            return now.energy[t] - there.energy[t] + sum / 2;
        }

        private void move() {
            int width = tile.width(j);
            for (int t = 0; t < accepted.length; t++) {
                if (accepted[t]) {
                    System.arraycopy(proposal, t * width, source.codes, t * width, width);
                    System.arraycopy(there.gradient, t * width, now.gradient, t * width, width);
                    now.energy[t] = there.energy[t];
                }
            }
        }
    }
}
