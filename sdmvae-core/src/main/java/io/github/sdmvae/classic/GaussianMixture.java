/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A mixture of Gaussians, {@code p(x) = Σ π_c N(x; μ_c, Σ_c)}, fitted by exact EM (Dempster, Laird and Rubin 1977) from
 * a K-means start.
 *
 * <p>The fit does not depend on the units of the columns: it is done in units in which every column has variance 1. (A
 * column of one value alone gets the unit of the column that varies least.)
 *
 * <p>Likelihood has no upper bound where a covariance may become singular, so in those units no eigenvalue of a covariance
 * is allowed below a floor. Lifting the eigenvalues of the weighted covariance to the floor is the exact maximisation step
 * under that constraint; therefore the log-likelihood never falls (but for rounding), floor or not. Where the floor acts in
 * the fitted model, {@link FitHistory#floors} says. A component that loses all
 * its rows keeps its mean and covariance with a weight near 0, which is exact as well.
 *
 * <p>Fitted to the codes of an autoencoder, a mixture draws codes for it:
 *
 * <pre>{@code
 * GaussianMixture mixture = GaussianMixture.builder().components(10).fit(Frames.of(vae.encode(rows)));
 * float[][] generated = vae.decode(mixture.sample(64, 1));
 * }</pre>
 *
 * <p>The same data, settings and seed give the same model to the last bit. An iteration takes rows × components × d²
 * operations with full covariances of d columns (d³ per component besides), × d with diagonal ones.
 *
 * <p><b>Thread rule:</b> immutable; any number of threads may use one model at once. A fit runs in the caller's thread.
 */
public final class GaussianMixture {
    private static final int KEY = 102;

    private final MixtureDensity density;
    private final FitHistory history;

    private GaussianMixture(MixtureDensity density, FitHistory history) {
        this.density = density;
        this.history = history;
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
     * A model of given parameters, copied.
     *
     * @param weights one per component, at least 0, of sum 1 (within 1e-6; they are scaled to it)
     * @param means components × d, finite
     * @param covariances components × d × d, symmetric positive definite
     * @return the model
     * @throws IllegalArgumentException if sizes differ or a value is out of range
     */
    public static GaussianMixture of(double[] weights, double[][] means, double[][][] covariances) {
        return new GaussianMixture(MixtureDensity.given(weights, means, covariances), FitHistory.none());
    }

    /**
     * The number of components.
     *
     * @return at least 1
     */
    public int components() {
        return density.components().length;
    }

    /**
     * The number of values per row, d.
     *
     * @return at least 1
     */
    public int width() {
        return density.width();
    }

    /**
     * The weights π.
     *
     * @return one per component, of sum 1, a copy
     */
    public double[] weights() {
        return density.weights().clone();
    }

    /**
     * The means μ.
     *
     * @return components × d, a copy
     */
    public double[][] means() {
        double[][] means = new double[components()][];
        for (int c = 0; c < means.length; c++) {
            means[c] = scale().restore(density.components()[c].mean().clone());
        }
        return means;
    }

    /**
     * The covariance Σ of one component.
     *
     * @param component 0 ≤ component &lt; components
     * @return d × d, a copy; diagonal if the model was fitted so
     * @throws IndexOutOfBoundsException if there is no such component
     */
    public double[][] covariance(int component) {
        double[][] covariance = density.components()[Objects.checkIndex(component, components())].covariance();
        double[] unit = scale().deviation();
        for (int i = 0; i < unit.length; i++) {
            for (int j = 0; j < unit.length; j++) {
                covariance[i][j] *= unit[i] * unit[j];
            }
        }
        return covariance;
    }

    private ColumnScale scale() {
        return density.scale();
    }

    /**
     * How the model was fitted.
     *
     * @return the mean log-likelihood at the start and after every update
     */
    public FitHistory history() {
        return history;
    }

    /**
     * The probability of each component given each row, p(c | x).
     *
     * @param rows count × d, finite
     * @return count × components, every row of sum 1
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public double[][] responsibilities(float[][] rows) {
        double[][] responsibilities = new double[rows.length][components()];
        double[] scratch = new double[width()];
        for (int i = 0; i < rows.length; i++) {
            density.evaluate(scale().apply(Rows.widen(rows[i], i, width())), responsibilities[i], scratch);
        }
        return responsibilities;
    }

    /**
     * The most probable component of each row, the first of equally probable ones.
     *
     * @param rows count × d, finite
     * @return count component numbers, from 0
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public int[] predict(float[][] rows) {
        double[][] responsibilities = responsibilities(rows);
        int[] components = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int c = 1; c < responsibilities[i].length; c++) {
                components[i] = responsibilities[i][c] > responsibilities[i][components[i]] ? c : components[i];
            }
        }
        return components;
    }

    /**
     * The log-likelihood of each row, log p(x), constants included.
     *
     * @param rows count × d, finite
     * @return count values in nats
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public double[] logLikelihood(float[][] rows) {
        double logVolume = scale().logVolume();
        double[] logLikelihood = new double[rows.length];
        double[] responsibilities = new double[components()];
        double[] scratch = new double[width()];
        for (int i = 0; i < rows.length; i++) {
            double[] row = scale().apply(Rows.widen(rows[i], i, width()));
            logLikelihood[i] = density.evaluate(row, responsibilities, scratch) - logVolume;
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
        double[] responsibilities = new double[components()];
        double[] scratch = new double[width()];
        Rows rows = Rows.of(data, width()).in(scale());
        rows.forEach(row -> sum[0] += density.evaluate(row, responsibilities, scratch));
        return sum[0] / data.size() - scale().logVolume();
    }

    /**
     * Draws rows.
     *
     * @param count rows, at least 0
     * @param seed the same seed gives the same rows, and the first rows do not depend on the count
     * @return count × d
     * @throws IllegalArgumentException if the count is negative
     */
    public float[][] sample(int count, long seed) {
        Checks.requireAtLeast("count", count, 0);
        long picks = CounterNoise.key(seed, Purpose.GENERATION, KEY, 0);
        long noise = CounterNoise.key(seed, Purpose.GENERATION, KEY, 1);
        float[][] rows = new float[count][width()];
        for (int i = 0; i < count; i++) {
            CounterNoise.normal(noise, (long) i * width(), rows[i], 0, width());
            double[] row = Rows.widen(rows[i], i, width());
            density.components()[density.pick(CounterNoise.uniform(picks, i))].draw(row);
            rows[i] = Rows.narrow(scale().restore(row));
        }
        return rows;
    }

    @Override
    public String toString() {
        return "mixture of " + components() + " Gaussians on rows of " + width();
    }

    /** Collects the settings of a {@link GaussianMixture} fit. Not thread-safe. */
    public static final class Builder {
        private int components = 8;
        private CovarianceType covariance = CovarianceType.FULL;
        private int maxIterations = 200;
        private double tolerance = 1e-5;
        private double varianceFloor = 1e-6;
        private int restarts = 1;
        private long seed = 1;
        private final List<FitListener> listeners = new ArrayList<>();

        private Builder() {}

        /**
         * The number of Gaussians. Default: 8.
         *
         * @param components at least 1, at most the number of distinct rows
         * @return this builder
         */
        public Builder components(int components) {
            this.components = components;
            return this;
        }

        /**
         * The shape of the covariances. Default: full.
         *
         * @param type full or diagonal
         * @return this builder
         */
        public Builder covariance(CovarianceType type) {
            this.covariance = Objects.requireNonNull(type, "type");
            return this;
        }

        /**
         * Updates at most, per start. Default: 200.
         *
         * @param maxIterations at least 1
         * @return this builder
         */
        public Builder maxIterations(int maxIterations) {
            this.maxIterations = maxIterations;
            return this;
        }

        /**
         * A start ends when an update raises the mean log-likelihood by no more than this. Default: 1e-5.
         *
         * @param nats per row, finite and at least 0
         * @return this builder
         */
        public Builder tolerance(double nats) {
            this.tolerance = nats;
            return this;
        }

        /**
         * The least eigenvalue of a covariance where every column has variance 1; for a diagonal one, the least variance
         * of a column within a component, as a share of its variance over all data. Default: 1e-6.
         *
         * @param share finite and above 0
         * @return this builder
         */
        public Builder varianceFloor(double share) {
            this.varianceFloor = share;
            return this;
        }

        /**
         * How many starts to make; the one of greatest likelihood is kept. Default: 1.
         *
         * @param restarts at least 1
         * @return this builder
         */
        public Builder restarts(int restarts) {
            this.restarts = restarts;
            return this;
        }

        /**
         * The seed of the starts. Default: 1.
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
         * @param data at least as many distinct rows as components, not all equal, finite
         * @return the model
         * @throws IllegalArgumentException if a setting is out of range, the data has too few rows or too few distinct
         *     ones, or a value is not finite
         */
        public GaussianMixture fit(FrameSource data) {
            GaussianMixtureOptions options = new GaussianMixtureOptions(
                    components, covariance, maxIterations, tolerance, varianceFloor, restarts, seed);
            Checks.requireRows("a mixture", data, components, "components");
            MixtureFit.Fitted best = MixtureFit.best(new Rows(data), options, listeners);
            listeners.forEach(listener -> listener.onEnd(best.history()));
            return new GaussianMixture(best.density(), best.history());
        }
    }
}
