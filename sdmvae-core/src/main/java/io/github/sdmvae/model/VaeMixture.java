/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Arrays;
import java.util.List;

/**
 * A mixture of trained models, {@code p(x) = Σ π_c p_c(x)}, whose components stay as they are. The log-likelihood of a row
 * under a component is estimated by its bound, so that the responsibilities are {@code r_c ∝ π_c exp(-bound_c)}: for a row
 * of its own, or with the bounds of a sequence's rows summed, where one component speaks for the whole sequence. The weights
 * π are fitted by EM, exactly for the given bounds; the mean log-likelihood never falls (but for rounding).
 *
 * <pre>{@code
 * VaeMixture mixture = VaeMixture.of(List.of(women, men)).fit(frames);
 * double[][] shares = mixture.responsibilities(rows);
 * }</pre>
 *
 * <p>The bound is the importance-weighted one of K draws per row ({@link #withSamples}, one by default: the plain bound with
 * its divergence drawn) with noise that depends on seed and row alone, the likelihood's constant included; so components
 * may have different priors and likelihoods, as long as they have probabilities: autoencoders and spike and slab are refused.
 * Under learned variances that are fitted per data point the bound is that of no single prior and flatters the component;
 * among components that all do so the comparison is even-handed.
 *
 * <p>Components of one row cost as much as evaluating each of them. <b>Thread rule:</b> immutable; any number of threads
 * may use one mixture at once.
 */
public final class VaeMixture {
    private static final int KEY = 7001;

    private final List<Vae> components;
    private final double[] weights;
    private final int samples;
    private final long seed;
    private final List<Double> objectives;

    private VaeMixture(List<Vae> components, double[] weights, int samples, long seed, List<Double> objectives) {
        this.components = components;
        this.weights = weights;
        this.samples = samples;
        this.seed = seed;
        this.objectives = objectives;
    }

    /**
     * A mixture of equal weights.
     *
     * @param components at least one, all of one input size
     * @return the mixture, not yet fitted
     * @throws IllegalArgumentException if there is none or the sizes differ
     */
    public static VaeMixture of(List<Vae> components) {
        if (components.isEmpty()) {
            throw new IllegalArgumentException("a mixture needs at least one model");
        }
        double[] equal = new double[components.size()];
        Arrays.fill(equal, 1.0 / equal.length);
        return of(components, equal);
    }

    /**
     * A mixture of given weights.
     *
     * @param components at least one, all of one input size
     * @param weights π, one per component, at least 0, of sum 1 (within 1e-6; they are scaled to it)
     * @return the mixture
     * @throws IllegalArgumentException if sizes differ or a weight is out of range
     */
    public static VaeMixture of(List<Vae> components, double[] weights) {
        List<Vae> models = List.copyOf(components);
        double sum = Arrays.stream(weights).sum();
        boolean negative = Arrays.stream(weights).anyMatch(w -> !(w >= 0));
        if (models.isEmpty() || weights.length != models.size() || negative || !(Math.abs(sum - 1) <= 1e-6)) {
            throw new IllegalArgumentException(
                    "there must be one weight of at least 0 for each of at least one model, of" + " sum 1, got "
                            + Arrays.toString(weights) + " for " + models.size() + " models");
        }
        int width = models.get(0).definition().inputSize();
        for (Vae model : models) {
            if (model.definition().inputSize() != width) {
                throw new IllegalArgumentException("all models of a mixture must have one input size, got " + width
                        + " and " + model.definition().inputSize());
            }
        }
        double[] shares = Arrays.stream(weights).map(w -> w / sum).toArray();
        return new VaeMixture(models, shares, 1, 1, List.of());
    }

    /**
     * The same with bounds of several draws: less noise, and closer to log p(x).
     *
     * @param draws K per row, 1 to 10,000
     * @return the mixture
     */
    public VaeMixture withSamples(int draws) {
        if (draws < 1 || draws > 10_000) {
            throw new IllegalArgumentException("samples must be in 1..10000, got " + draws);
        }
        return new VaeMixture(components, weights, draws, seed, objectives);
    }

    /**
     * The same with other noise.
     *
     * @param noise seed of the draws of the bounds
     * @return the mixture
     */
    public VaeMixture withSeed(long noise) {
        return new VaeMixture(components, weights, samples, noise, objectives);
    }

    /**
     * The models.
     *
     * @return as given
     */
    public List<Vae> components() {
        return components;
    }

    /**
     * π.
     *
     * @return a copy, of sum 1
     */
    public double[] weights() {
        return weights.clone();
    }

    /**
     * How the weights were fitted.
     *
     * @return mean log-likelihood of a row or sequence at the start and after every update; empty if they were given
     */
    public List<Double> objectives() {
        return objectives;
    }

    /**
     * Fits the weights to rows, each with a component of its own: at most 200 updates, until one raises the mean
     * log-likelihood by no more than 1e-6 nats.
     *
     * @param data at least one row
     * @return the mixture with other weights
     * @throws IllegalArgumentException if the data is empty, of another width or outside a likelihood's domain, or a model
     *     gives no density
     */
    public VaeMixture fit(FrameSource data) {
        return fit(logs(data));
    }

    /**
     * Fits the weights to sequences, each with one component for all its rows.
     *
     * @param sequences at least one, each of at least one row
     * @return the mixture with other weights
     * @throws IllegalArgumentException as for {@link #fit(FrameSource)}
     */
    public VaeMixture fitSequences(List<? extends FrameSource> sequences) {
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException("there are no sequences to fit the weights to");
        }
        return fit(sequences.stream().map(this::summed).toArray(double[][]::new));
    }

    private VaeMixture fit(double[][] logs) {
        MixtureWeights.Fit fit = MixtureWeights.fit(logs, weights, 200, 1e-6);
        return new VaeMixture(components, fit.weights(), samples, seed, List.copyOf(fit.objectives()));
    }

    /** Minus the bound of every row under every component. */
    private double[][] logs(FrameSource data) {
        double[][] logs = new double[data.size()][components.size()];
        for (int c = 0; c < components.size(); c++) {
            double[] column = components.get(c).rowBounds(data, samples, seed);
            for (int i = 0; i < column.length; i++) {
                logs[i][c] = column[i];
            }
        }
        return logs;
    }

    private double[] summed(FrameSource sequence) {
        double[] sums = new double[components.size()];
        for (double[] row : logs(sequence)) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] += row[c];
            }
        }
        return sums;
    }

    /**
     * Which component each row is from.
     *
     * @param frames rows × n
     * @return rows × components, each row of sum 1
     * @throws IllegalArgumentException as for {@link #fit(FrameSource)}
     */
    public double[][] responsibilities(float[][] frames) {
        double[][] found = logs(Frames.of(frames));
        for (double[] row : found) {
            MixtureWeights.responsibilities(row, weights, row);
        }
        return found;
    }

    /**
     * Which component a whole sequence is from.
     *
     * @param sequence rows × n, at least one row
     * @return one share per component, of sum 1
     * @throws IllegalArgumentException as for {@link #fit(FrameSource)}
     */
    public double[] responsibilitiesOfSequence(float[][] sequence) {
        double[] shares = summed(Frames.of(sequence));
        MixtureWeights.responsibilities(shares, weights, shares);
        return shares;
    }

    /**
     * The bound on log p(x) of every row.
     *
     * @param data at least one row
     * @return nats, {@code log Σ π_c exp(-bound_c)}
     * @throws IllegalArgumentException as for {@link #fit(FrameSource)}
     */
    public double[] logLikelihoods(FrameSource data) {
        double[] scratch = new double[components.size()];
        return Arrays.stream(logs(data))
                .mapToDouble(row -> MixtureWeights.responsibilities(row, weights, scratch))
                .toArray();
    }

    /**
     * Reconstructs each row by all components, weighted by their responsibilities.
     *
     * @param frames rows × n
     * @return rows × n, the mean of p(x) given the codes' means
     * @throws IllegalArgumentException as for {@link #fit(FrameSource)}
     */
    public float[][] reconstruct(float[][] frames) {
        double[][] shares = responsibilities(frames);
        float[][] mean = new float[frames.length][];
        Arrays.setAll(mean, i -> new float[frames[i].length]);
        for (int c = 0; c < components.size(); c++) {
            float[][] own = components.get(c).reconstruct(frames);
            for (int i = 0; i < mean.length; i++) {
                for (int j = 0; j < mean[i].length; j++) {
                    mean[i][j] += (float) (shares[i][c] * own[i][j]);
                }
            }
        }
        return mean;
    }

    /**
     * Generates data: a component by π, then a row from it.
     *
     * @param count rows, at least 0
     * @param seed the same seed gives the same data
     * @return count × n
     * @throws IllegalStateException if a component's prior is not known because the model was not trained
     */
    public float[][] generate(int count, long seed) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, got " + count);
        }
        long key = CounterNoise.key(seed, Purpose.GENERATION, KEY);
        float[][] rows = new float[count][];
        float[][][] drawn = new float[components.size()][][];
        for (int i = 0; i < count; i++) {
            int c = pick(CounterNoise.uniform(key, i));
            if (drawn[c] == null) {
                drawn[c] = components.get(c).generate(count, CounterNoise.key(seed, Purpose.GENERATION, KEY, c));
            }
            rows[i] = drawn[c][i];
        }
        return rows;
    }

    private int pick(double uniform) {
        double sum = 0;
        for (int c = 0; c < weights.length - 1; c++) {
            sum += weights[c];
            if (uniform < sum) {
                return c;
            }
        }
        return weights.length - 1;
    }
}
