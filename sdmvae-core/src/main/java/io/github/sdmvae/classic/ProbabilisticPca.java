/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Probabilistic principal component analysis (Tipping and Bishop 1999): {@code x = A z + b + e} with
 * {@code z ~ N(0, I)} of q entries and {@code e ~ N(0, νI)} of d entries, so that {@code x ~ N(b, AAᵀ + νI)}. It is the
 * linear relative of the variational autoencoder.
 *
 * <p>Fitted in closed form or by EM, which meet: the likelihood has no local maxima but the global one. A is unique up
 * to a rotation of z only; here its columns are orthogonal, the longest first, the largest entry of each positive.
 * The noise variance ν has a floor, under which both methods still give the most likely parameters; where it acts,
 * {@link FitHistory#floors} says.
 *
 * <p>One noise variance for all columns makes the model depend on their units: columns of small ones drown in the noise of
 * the others. {@link Builder#standardised} fits in units in which every column has variance 1; then column j has the noise
 * variance ν times its variance, see {@link #noiseVariances}.
 *
 * <pre>{@code
 * ProbabilisticPca model = ProbabilisticPca.builder().components(10).fit(data);
 * float[][] codes = model.transform(rows);
 * }</pre>
 *
 * <p>The closed form takes rows × d² + d³ operations, an iteration of EM rows × d × q. The same data, settings and seed
 * give the same model to the last bit.
 *
 * <p><b>Thread rule:</b> immutable; any number of threads may use one model at once. A fit runs in the caller's thread.
 */
public final class ProbabilisticPca {
    private static final int KEY = 103;

    private final PpcaParameters parameters;
    private final FitHistory history;

    private ProbabilisticPca(PpcaParameters parameters, FitHistory history) {
        this.parameters = parameters;
        this.history = history;
    }

    /** How to fit. */
    public enum Method {
        /** From the eigenvalues of the covariance matrix: exact, for up to some hundred columns. */
        CLOSED_FORM,
        /**
         * By expectation and maximisation, which never forms the covariance matrix; with expanded parameters (Liu, Rubin
         * and Wu 1998), so that it is fast at low noise too.
         */
        EM
    }

    /**
     * Starts the settings of a fit.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A model of given parameters, copied as they are.
     *
     * @param loadings A, d × q, finite
     * @param mean b, d values, finite
     * @param noiseVariance ν, finite and above 0
     * @return the model
     * @throws IllegalArgumentException if sizes differ or a value is out of range
     */
    public static ProbabilisticPca of(double[][] loadings, double[] mean, double noiseVariance) {
        int q = loadings.length == 0 ? 0 : loadings[0].length;
        double[][] a = Checks.copyOfMatrix("loadings", loadings, q);
        double[] b = Checks.copyOfVector("mean", mean, a.length);
        Checks.requirePositive("noiseVariance", noiseVariance);
        ColumnScale centred = new ColumnScale(b, ColumnScale.raw(b.length).deviation());
        return new ProbabilisticPca(PpcaParameters.of(a, centred, noiseVariance), FitHistory.none());
    }

    /**
     * The number of latent entries, q.
     *
     * @return at least 1
     */
    public int components() {
        return parameters.components();
    }

    /**
     * The number of values per row, d.
     *
     * @return at least 1
     */
    public int width() {
        return parameters.scale().width();
    }

    /**
     * The loadings A, in the units of the data.
     *
     * @return d × q, a copy; of a standardised fit, the columns are orthogonal in its own units
     */
    public double[][] loadings() {
        return parameters.loadingsOfData();
    }

    /**
     * The mean b.
     *
     * @return d values, a copy
     */
    public double[] mean() {
        return parameters.scale().centre().clone();
    }

    /**
     * The noise variance ν.
     *
     * @return above 0, in squared units of the data; of a standardised fit, as a share of each column's variance
     */
    public double noiseVariance() {
        return parameters.noise();
    }

    /**
     * The noise variance of each column.
     *
     * @return d values above 0, in squared units of the data; all equal but for a standardised fit
     */
    public double[] noiseVariances() {
        return parameters.noiseVariances();
    }

    /**
     * The covariance of z given x, ν(AᵀA+νI)⁻¹, the same for every row.
     *
     * @return q × q, a copy
     */
    public double[][] posteriorCovariance() {
        return Checks.copy(parameters.posteriorCovariance());
    }

    /**
     * How the model was fitted.
     *
     * @return the mean log-likelihood at the start and after every update; of the closed form, one value
     */
    public FitHistory history() {
        return history;
    }

    /**
     * The mean of z given each row, (AᵀA+νI)⁻¹Aᵀ(x−b).
     *
     * @param rows count × d, finite
     * @return count × q
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public float[][] transform(float[][] rows) {
        float[][] codes = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            codes[i] = Rows.narrow(parameters.code(Rows.widen(rows[i], i, width())));
        }
        return codes;
    }

    /**
     * The mean of x given each z, A z + b.
     *
     * @param codes count × q, finite
     * @return count × d
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public float[][] inverse(float[][] codes) {
        float[][] rows = new float[codes.length][];
        for (int i = 0; i < codes.length; i++) {
            rows[i] = Rows.narrow(parameters.decode(Rows.widen(codes[i], i, components())));
        }
        return rows;
    }

    /**
     * The log-likelihood of each row, log p(x), constants included.
     *
     * @param rows count × d, finite
     * @return count values in nats
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public double[] logLikelihood(float[][] rows) {
        double[] logLikelihood = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            logLikelihood[i] = parameters.logDensity(Rows.widen(rows[i], i, width()));
        }
        return logLikelihood;
    }

    /**
     * The mean of log p(x) over data.
     *
     * @param data at least one row of d values
     * @return nats per row
     * @throws IllegalArgumentException if the data is empty or of another width, or a value is not finite
     */
    public double meanLogLikelihood(FrameSource data) {
        double[] sum = new double[1];
        Rows.of(data, width()).forEach(row -> sum[0] += parameters.logDensity(row));
        return sum[0] / data.size();
    }

    /**
     * Draws rows x = A z + b + e.
     *
     * @param count rows, at least 0
     * @param seed the same seed gives the same rows, and the first rows do not depend on the count
     * @return count × d
     * @throws IllegalArgumentException if the count is negative
     */
    public float[][] sample(int count, long seed) {
        Checks.requireAtLeast("count", count, 0);
        long codes = CounterNoise.key(seed, Purpose.GENERATION, KEY, 0);
        long noise = CounterNoise.key(seed, Purpose.GENERATION, KEY, 1);
        float[][] rows = new float[count][width()];
        float[] z = new float[components()];
        double[] deviations = Arrays.stream(noiseVariances()).map(Math::sqrt).toArray();
        for (int i = 0; i < count; i++) {
            CounterNoise.normal(codes, (long) i * z.length, z, 0, z.length);
            CounterNoise.normal(noise, (long) i * width(), rows[i], 0, width());
            double[] clean = parameters.decode(Rows.widen(z, i, z.length));
            for (int j = 0; j < clean.length; j++) {
                rows[i][j] = (float) (clean[j] + deviations[j] * rows[i][j]);
            }
        }
        return rows;
    }

    @Override
    public String toString() {
        return "probabilistic PCA of " + components() + " components on rows of " + width();
    }

    /** Collects the settings of a {@link ProbabilisticPca} fit. Not thread-safe. */
    public static final class Builder {
        private int components = 2;
        private Method method = Method.CLOSED_FORM;
        private int maxIterations = 1000;
        private double tolerance = 1e-8;
        private double varianceFloor = 1e-6;
        private boolean standardised;
        private long seed = 1;
        private final List<FitListener> listeners = new ArrayList<>();

        private Builder() {}

        /**
         * The number of latent entries q. Default: 2.
         *
         * @param components at least 1, below the number of columns and of rows
         * @return this builder
         */
        public Builder components(int components) {
            this.components = components;
            return this;
        }

        /**
         * How to fit. Default: closed form.
         *
         * @param method closed form or EM
         * @return this builder
         */
        public Builder method(Method method) {
            this.method = Objects.requireNonNull(method, "method");
            return this;
        }

        /**
         * Updates of EM at most. Default: 1000.
         *
         * @param maxIterations at least 1
         * @return this builder
         */
        public Builder maxIterations(int maxIterations) {
            this.maxIterations = maxIterations;
            return this;
        }

        /**
         * EM ends when an update raises the mean log-likelihood by no more than this. Default: 1e-8 (EM approaches the
         * maximum slowly).
         *
         * @param nats per row, finite and at least 0
         * @return this builder
         */
        public Builder tolerance(double nats) {
            this.tolerance = nats;
            return this;
        }

        /**
         * The least noise variance ν, as a share of the least variance of a column that varies; but at least 1e-12 of the
         * average variance, below which there is only rounding. Default: 1e-6.
         *
         * @param share finite and above 0
         * @return this builder
         */
        public Builder varianceFloor(double share) {
            this.varianceFloor = share;
            return this;
        }

        /**
         * Whether to fit in units in which every column has variance 1 (a column of one value alone: in the unit of the
         * column that varies least), so that the model does not depend on the units of the columns. Default: no, as
         * published.
         *
         * @param standardised whether the columns get units of their own
         * @return this builder
         */
        public Builder standardised(boolean standardised) {
            this.standardised = standardised;
            return this;
        }

        /**
         * The seed of the start of EM. Default: 1.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Adds a listener.
         *
         * @param listener told the mean log-likelihood of every iteration
         * @return this builder
         */
        public Builder listener(FitListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Fits a model; the builder may be used on.
         *
         * @param data more rows and columns than components, not all rows equal, finite
         * @return the model
         * @throws IllegalArgumentException if a setting is out of range, the data has too few rows or columns or no
         *     variance, or a value is not finite
         */
        public ProbabilisticPca fit(FrameSource data) {
            ProbabilisticPcaOptions options = new ProbabilisticPcaOptions(
                    components, method, maxIterations, tolerance, varianceFloor, standardised, seed);
            if (data.size() <= components || data.width() <= components) {
                throw new IllegalArgumentException("probabilistic PCA needs more rows and more columns than components,"
                        + " got " + data.size() + " rows of " + data.width() + " for " + components + " components");
            }
            PpcaFit.Fitted fitted = new PpcaFit(new Rows(data), options).run(listeners);
            listeners.forEach(listener -> listener.onEnd(fitted.history()));
            return new ProbabilisticPca(fitted.parameters(), fitted.history());
        }
    }
}
