/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.List;

/**
 * One start of EM: hard assignments by K-means, then exact expectation and maximisation under the constraint that no
 * eigenvalue of a covariance is below the floor. All of it in units in which every column has variance 1: likelihood only
 * shifts by a constant between units, so this is exact, and the floor and K-means see every column.
 */
final class MixtureFit {
    /** Below this sum of responsibilities, mean and covariance of a component are not estimated anew. */
    private static final double LEAST_WEIGHT = 1e-10;

    private final Rows rows;
    private final GaussianMixtureOptions options;
    private final ColumnScale scale;
    private final double[] row;
    private final double[] scratch;
    private final double[] responsibilities;
    private MixtureDensity density;

    /** A mixture and how it came about. */
    record Fitted(MixtureDensity density, FitHistory history) {}

    /** The most likely end of all starts, of equally likely ones the first. */
    static Fitted best(Rows rows, GaussianMixtureOptions options, List<FitListener> listeners) {
        ColumnScale scale = ColumnScale.standard(rows);
        Fitted best = new MixtureFit(rows, scale, options, 0).run(0, listeners);
        for (int restart = 1; restart < options.restarts(); restart++) {
            Fitted next = new MixtureFit(rows, scale, options, restart).run(restart, listeners);
            best = next.history.last() > best.history.last() ? next : best;
        }
        return best;
    }

    private MixtureFit(Rows data, ColumnScale scale, GaussianMixtureOptions options, int restart) {
        this.rows = data.in(scale);
        this.scale = scale;
        this.options = options;
        this.row = new double[rows.width()];
        this.scratch = new double[rows.width()];
        this.responsibilities = new double[options.components()];
        this.density = start(restart);
    }

    private MixtureDensity start(int restart) {
        KMeansFit clusters = KMeansFit.plusPlus(rows, options.start(), restart);
        clusters.run(Progress.silent());
        Gaussian.Moments[] moments = new Gaussian.Moments[options.components()];
        for (int c = 0; c < moments.length; c++) {
            double[] centre = clusters.centroids()[c];
            moments[c] = options.covariance() == CovarianceType.FULL
                    ? new FullGaussian.FullMoments(centre)
                    : new DiagonalGaussian.DiagonalMoments(centre);
        }
        for (int i = 0; i < rows.size(); i++) {
            rows.read(i, row);
            moments[clusters.cluster(i)].add(1, row);
        }
        Gaussian[] components = new Gaussian[moments.length];
        for (int c = 0; c < moments.length; c++) {
            components[c] = moments[c].estimate(options.varianceFloor());
        }
        return new MixtureDensity(weights(moments), components, scale);
    }

    private Fitted run(int restart, List<FitListener> listeners) {
        Progress progress = new Progress(listeners, restart, options.maxIterations());
        boolean converged = run(progress);
        return new Fitted(density, progress.history(converged, density.floors()));
    }

    /** Returns whether the fit ended before its last allowed iteration. */
    private boolean run(Progress progress) {
        while (true) {
            Gaussian.Moments[] moments = new Gaussian.Moments[options.components()];
            for (int c = 0; c < moments.length; c++) {
                moments[c] = density.components()[c].moments();
            }
            progress.report(expect(moments) / rows.size() - scale.logVolume(), density.floored());
            if (progress.gain() <= options.tolerance()) {
                return true;
            }
            if (progress.iteration() == options.maxIterations()) {
                return false;
            }
            density = maximise(moments);
        }
    }

    private double expect(Gaussian.Moments[] moments) {
        double logLikelihood = 0;
        for (int i = 0; i < rows.size(); i++) {
            rows.read(i, row);
            logLikelihood += density.evaluate(row, responsibilities, scratch);
            for (int c = 0; c < moments.length; c++) {
                if (responsibilities[c] > 0) {
                    moments[c].add(responsibilities[c], row);
                }
            }
        }
        return logLikelihood;
    }

    private MixtureDensity maximise(Gaussian.Moments[] moments) {
        Gaussian[] components = density.components().clone();
        for (int c = 0; c < components.length; c++) {
            if (moments[c].weight() > LEAST_WEIGHT) {
                components[c] = moments[c].estimate(options.varianceFloor());
            }
        }
        return new MixtureDensity(weights(moments), components, scale);
    }

    private double[] weights(Gaussian.Moments[] moments) {
        double[] weights = new double[moments.length];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = moments[c].weight() / rows.size();
        }
        return weights;
    }
}
