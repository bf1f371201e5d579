/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Arrays;
import java.util.List;

/** Fits probabilistic PCA in closed form or by EM (Tipping and Bishop 1999). */
final class PpcaFit {
    private static final int KEY = 103;

    /** Of the average variance: what lies below is rounding of the larger variances. */
    private static final double RESOLUTION = 1e-12;

    private final Rows rows;
    private final ProbabilisticPcaOptions options;
    private final ColumnScale scale;
    private final double[] variances;
    private final double averageVariance;
    private final double floor;

    PpcaFit(Rows data, ProbabilisticPcaOptions options) {
        double[] mean = data.mean();
        double[] raw = data.variances(mean);
        ColumnScale standard = ColumnScale.standard(mean, raw);
        this.scale = options.standardised()
                ? standard
                : new ColumnScale(mean, ColumnScale.raw(mean.length).deviation());
        this.rows = data.in(scale);
        this.options = options;
        this.variances = variances(raw);
        this.averageVariance = Arrays.stream(variances).average().orElseThrow();
        double least = ColumnScale.leastPositive(variances);
        this.floor = Math.max(options.varianceFloor() * least, RESOLUTION * averageVariance);
    }

    /** In the units of the scale. */
    private double[] variances(double[] raw) {
        double[] scaled = new double[raw.length];
        for (int j = 0; j < raw.length; j++) {
            scaled[j] = raw[j] / scale.deviation()[j] / scale.deviation()[j];
        }
        return scaled;
    }

    /** A model and how it came about. */
    record Fitted(PpcaParameters parameters, FitHistory history) {}

    Fitted run(List<FitListener> listeners) {
        boolean iterates = options.method() == ProbabilisticPca.Method.EM;
        Progress progress = new Progress(listeners, 0, iterates ? options.maxIterations() : 0);
        Ended ended = iterates ? em(progress) : closedForm(progress);
        return new Fitted(ended.parameters, progress.history(ended.converged, floors(ended.parameters)));
    }

    /** Where the floor is above the variance that the loadings leave over. */
    private List<FloorAction> floors(PpcaParameters p) {
        if (p.noise() > floor) {
            return List.of();
        }
        double[] added = new double[variances.length];
        for (int j = 0; j < added.length; j++) {
            added[j] = Math.max(0, p.noise() + Matrices.squaredNorm(p.loadings()[j]) - variances[j]);
        }
        int[] columns = FloorAction.columns(added);
        return columns.length == 0 ? List.of() : List.of(FloorAction.of(0, columns));
    }

    private Ended closedForm(Progress progress) {
        Matrices.Eigen eigen = Matrices.eigen(covariance());
        int d = variances.length;
        int q = options.components();
        double left =
                Arrays.stream(eigen.values(), q, d).map(v -> Math.max(0, v)).sum() / (d - q);
        double noise = Math.max(left, floor);
        double[][] loadings = new double[d][q];
        double sum = d * Gaussian.LOG_TWO_PI + (d - q) * (StrictMath.log(noise) + left / noise);
        for (int c = 0; c < q; c++) {
            double variance = Math.max(eigen.values()[c], noise);
            sum += StrictMath.log(variance) + eigen.values()[c] / variance;
            for (int j = 0; j < d; j++) {
                loadings[j][c] = eigen.vectors()[j][c] * Math.sqrt(variance - noise);
            }
        }
        progress.report(-0.5 * sum - scale.logVolume(), left < floor ? 1 : 0);
        return new Ended(PpcaParameters.of(loadings, scale, noise).canonical(), true);
    }

    private double[][] covariance() {
        FullGaussian.FullMoments moments = new FullGaussian.FullMoments(new double[variances.length]);
        rows.forEach(row -> moments.add(1, row));
        return moments.covariance();
    }

    /** The fitted parameters, and whether the fit ended before its last allowed iteration. */
    private record Ended(PpcaParameters parameters, boolean converged) {}

    private Ended em(Progress progress) {
        PpcaParameters current = start();
        int floored = 0;
        while (true) {
            double[][] pushed = covarianceTimes(current.loadings());
            double[][] between = Matrices.transposedProduct(current.loadings(), pushed);
            progress.report(logLikelihood(current, between), floored);
            boolean converged = progress.gain() <= options.tolerance();
            if (converged || progress.iteration() == options.maxIterations()) {
                return new Ended(current.canonical(), converged);
            }
            current = update(current, pushed, between);
            floored = current.noise() <= floor ? 1 : 0;
        }
    }

    private PpcaParameters start() {
        int q = options.components();
        long key = CounterNoise.key(options.seed(), Purpose.WEIGHTS, KEY);
        double[][] loadings = new double[variances.length][q];
        float[] noise = new float[q];
        double length = Math.sqrt(averageVariance / q);
        for (int j = 0; j < variances.length; j++) {
            CounterNoise.normal(key, (long) j * q, noise, 0, q);
            for (int c = 0; c < q; c++) {
                loadings[j][c] = length * noise[c];
            }
        }
        return PpcaParameters.of(loadings, scale, averageVariance);
    }

    /** S A without S: rows × d × q operations, along the rows of Aᵀ. */
    private double[][] covarianceTimes(double[][] loadings) {
        double[][] transposed = Matrices.transpose(loadings);
        double[][] sum = new double[transposed.length][variances.length];
        rows.forEach(row -> {
            for (int c = 0; c < sum.length; c++) {
                Rows.addScaled(sum[c], row, Matrices.dot(transposed[c], row) / rows.size());
            }
        });
        return Matrices.transpose(sum);
    }

    /** The mean log-likelihood, from tr(C⁻¹S) = (tr S − tr(M⁻¹AᵀSA))/ν. */
    private double logLikelihood(PpcaParameters p, double[][] between) {
        double explained = Matrices.trace(Matrices.product(p.posteriorCovariance(), between)) / p.noise();
        return p.logNorm() - 0.5 * (variances.length * averageVariance - explained) / p.noise();
    }

    /**
     * With L Lᵀ = νM + AᵀSA the new loadings are SA L⁻ᵀ and the new noise is (tr S − ‖SA L⁻ᵀ‖²)/d: the equations of
     * Tipping and Bishop, after which z is scaled to unit covariance (Liu, Rubin and Wu 1998). Without that scaling the
     * lengths of the loadings would converge at the rate of ν over their variance, which can take millions of updates.
     */
    private PpcaParameters update(PpcaParameters p, double[][] pushed, double[][] between) {
        double[][] gram = Matrices.transposedProduct(p.loadings(), p.loadings());
        double[][] m = Matrices.combine(1, gram, p.noise(), Matrices.identity(gram.length));
        double[][] factor = Matrices.cholesky("νM + AᵀSA", Matrices.combine(p.noise(), m, 1, between));
        double[][] loadings = new double[variances.length][gram.length];
        double explained = 0;
        for (int j = 0; j < variances.length; j++) {
            Matrices.forwardSubstitute(factor, pushed[j], loadings[j]);
            explained += Matrices.squaredNorm(loadings[j]);
        }
        double noise = Math.max(averageVariance - explained / variances.length, floor);
        return PpcaParameters.of(loadings, scale, noise);
    }
}
