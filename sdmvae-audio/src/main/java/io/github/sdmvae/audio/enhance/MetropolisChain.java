/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.enhance.Draws.Stream;
import java.util.Arrays;

/** The random walk of {@link MetropolisHastings}: one decoder pass per sweep. */
final class MetropolisChain extends CodeChain {
    /** Of accepted proposals. */
    private static final double TARGET = 0.3;

    private final Sampling sampling;

    MetropolisChain(Sampling sampling) {
        this.sampling = sampling;
    }

    @Override
    double[][] extra(int rows, int width) {
        return new double[][] {StepSizes.start(rows, sampling.step())};
    }

    @Override
    void iterate(Tile tile) {
        tile.decodeAll();
        Walk[] walks = walks(tile);
        for (int sweep = 0; sweep < sampling.sweeps(); sweep++) {
            boolean keeping = sweep >= sampling.sweeps() - sampling.keep();
            sweep(walks, sweep, !keeping);
            if (keeping) {
                tile.keep();
            }
        }
        renewGamma(tile);
    }

    @Override
    void finish(Tile tile) {
        tile.decodeAll();
        Walk[] walks = walks(tile);
        for (int sweep = 0; sweep < sampling.lastSweeps(); sweep++) {
            boolean keeping = sweep >= sampling.lastSweeps() - sampling.lastKeep();
            sweep(walks, sweep, !keeping);
            if (keeping) {
                tile.program().addShares();
            }
        }
    }

    private static Walk[] walks(Tile tile) {
        Walk[] walks = new Walk[tile.sources()];
        for (int j = 0; j < walks.length; j++) {
            walks[j] = new Walk(tile, j);
        }
        // Of one source alone, ℓ changes only with its own code.
        tile.program().loss(walks[0].loss);
        return walks;
    }

    private void sweep(Walk[] walks, int sweep, boolean mayAdapt) {
        for (Walk walk : walks) {
            if (walks.length > 1) {
                walk.tile.program().loss(walk.loss);
            }
            boolean[] accepted = walk.step(sweep);
            if (mayAdapt && sampling.adapting()) {
                StepSizes.adapt(walk.source.extra[0], accepted, TARGET);
            }
        }
    }

    /** The walk of one source in one iteration, during which γ stays what it is. */
    private static final class Walk {
        private final Tile tile;
        private final int j;
        private final SourceState source;
        private final double[] loss;
        private final double[] noise;
        private final double[] spread;
        private final double[] proposal;
        private final double[] proposedLoss;
        private final double[] prior;
        private final double[] proposedPrior;
        private final double[] logUniform;
        private final boolean[] accepted;

        Walk(Tile tile, int j) {
            this.tile = tile;
            this.j = j;
            source = tile.source(j);
            loss = new double[tile.rows()];
            noise = new double[source.codes.length];
            spread = new double[source.codes.length];
            Arrays.setAll(spread, i -> Math.sqrt(Energy.scale(source.gamma[i])));
            proposal = new double[source.codes.length];
            proposedLoss = new double[tile.rows()];
            prior = new double[tile.rows()];
            Energy.addPrior(source.codes, source.gamma, prior);
            proposedPrior = new double[tile.rows()];
            logUniform = new double[tile.rows()];
            accepted = new boolean[tile.rows()];
        }

        boolean[] step(int sweep) {
            propose(sweep);
            tile.program().propose(j, proposal, proposedLoss);
            Arrays.fill(proposedPrior, 0);
            Energy.addPrior(proposal, source.gamma, proposedPrior);
            tile.logUniform(sweep, j, logUniform);
            for (int t = 0; t < accepted.length; t++) {
                accepted[t] = logUniform[t] < (loss[t] + prior[t]) - (proposedLoss[t] + proposedPrior[t]);
            }
            move();
            tile.count(accepted);
            return accepted;
        }

        private void propose(int sweep) {
            tile.normal(Stream.STEP, sweep, j, noise);
            int width = tile.width(j);
            for (int t = 0; t < tile.rows(); t++) {
                double step = Math.exp(source.extra[0][t]);
                for (int i = t * width; i < (t + 1) * width; i++) {
                    proposal[i] = source.codes[i] + step * spread[i] * noise[i];
                }
            }
        }

        private void move() {
            tile.program().accept(j, accepted);
            int width = tile.width(j);
            for (int t = 0; t < accepted.length; t++) {
                if (accepted[t]) {
                    System.arraycopy(proposal, t * width, source.codes, t * width, width);
                    loss[t] = proposedLoss[t];
                    prior[t] = proposedPrior[t];
                }
            }
        }
    }
}
