/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.Part;
import io.github.sdmvae.part.PartRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * Sparse decoding (Moran, Sridhar, Wang and Blei, TMLR 2022): every feature j sees the latent vector through a row w_j of
 * its own of a mask, {@code o_j = f(w_j ⊙ z)_j}, under a spike-and-slab lasso prior,
 *
 * <pre>
 * η_l ~ Beta(a, b)    γ_jl ~ Bernoulli(η_l)    w_jl ~ γ_jl Laplace(λ₁) + (1 - γ_jl) Laplace(λ₀)
 * </pre>
 *
 * fitted by EM: the loss gets {@code scale · Σ λ*_jl |w_jl|} with {@code λ* = λ₁ p* + λ₀ (1 - p*)} and p* held fixed in
 * the gradient; after every step p* and η follow from the mask. Features in one group share a row, which keeps the cost of
 * spectra near that of a dense decoder. Immutable.
 *
 * @param spikeRate λ₀, finite and above λ₁
 * @param slabRate λ₁, finite and above 0
 * @param a of η's prior, finite and at least 1
 * @param b of η's prior, finite and at least 1; 0 for the number of rows of the mask
 * @param scale of the penalty, finite and above 0; 0 for 1/N, N the number of training rows, as the model has it
 * @param sumToOne whether rows are used as |w_j| / Σ|w_j|, which takes the free scale out of the mask
 * @param proximal whether the penalty is applied by a proximal step, which makes entries exactly 0, in place of its gradient
 * @param groups row of the mask for each feature, all of 0 … G-1 occurring; empty for a row each
 */
public record SparseDecoding(
        double spikeRate,
        double slabRate,
        double a,
        double b,
        double scale,
        boolean sumToOne,
        boolean proximal,
        List<Integer> groups)
        implements Part {
    private static final String NAME = "sparseDecoding";
    private static final PartRegistry<SparseDecoding> REGISTRY =
            new PartRegistry<>("sparse decoding", SparseDecoding.class).with(NAME, SparseDecoding::read);
    /** η is kept in [1e-10, 1 - 1e-10]; files hold its log odds, which single precision keeps at both ends. */
    private static final double SMALLEST_SHARE = 1e-10;

    private static final String SPIKE = "spikeRate";
    private static final String SLAB = "slabRate";
    private static final String SCALE = "scale";
    private static final String SUM_TO_ONE = "sumToOne";
    private static final String PROXIMAL = "proximal";
    private static final String GROUPS = "groups";
    private static final String GROUPS_HASH = "groupsHash";

    /**
     * Checks the ranges.
     *
     * @param spikeRate λ₀
     * @param slabRate λ₁
     * @param a of η's prior
     * @param b of η's prior
     * @param scale of the penalty
     * @param sumToOne whether rows are normalised
     * @param proximal whether entries become exactly 0
     * @param groups row of the mask for each feature
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public SparseDecoding {
        groups = List.copyOf(groups);
        require(slabRate > 0, "slabRate must be finite and above 0, got ", slabRate);
        require(
                spikeRate > slabRate,
                "spikeRate must be finite and above slabRate (" + slabRate + "), got ",
                spikeRate);
        require(a >= 1, "a must be finite and at least 1, got ", a);
        require(b >= 1 || b == 0, "b must be finite and at least 1, or 0 for the number of rows, got ", b);
        require(scale >= 0, "scale must be finite and above 0, or 0 for one over the training rows, got ", scale);
        if (sumToOne && proximal) {
            throw new IllegalArgumentException(
                    "proximal steps are not for rows that sum to one: the scale of the mask is"
                            + " free there, and a row may not become all zeros; leave one of them out");
        }
        requireAllGroups(groups);
    }

    private static void require(boolean good, String what, double value) {
        if (!good || Double.isInfinite(value)) {
            throw new IllegalArgumentException("sparse decoding: " + what + value);
        }
    }

    private static void requireAllGroups(List<Integer> groups) {
        int count = rowsOf(groups);
        if (count > groups.size() || groups.stream().anyMatch(group -> group < 0)) {
            throw new IllegalArgumentException(
                    "sparse decoding: groups must be numbers from 0 to the number of groups less 1, got " + groups);
        }
        boolean[] found = new boolean[count];
        groups.forEach(group -> found[group] = true);
        for (int g = 0; g < count; g++) {
            if (!found[g]) {
                throw new IllegalArgumentException("sparse decoding: no feature is in group " + g);
            }
        }
    }

    private static int rowsOf(List<Integer> groups) {
        return groups.stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    /**
     * The published setting: λ₀ = 10, λ₁ = 1, a = 1, b the number of rows, the penalty over N, a row for each feature.
     *
     * @return sparse decoding
     */
    public static SparseDecoding standard() {
        return new SparseDecoding(10, 1, 1, 0, 0, false, false, List.of());
    }

    /**
     * Other rates.
     *
     * @param spike λ₀, finite and above λ₁
     * @param slab λ₁, finite and above 0
     * @return sparse decoding
     */
    public SparseDecoding withRates(double spike, double slab) {
        return new SparseDecoding(spike, slab, a, b, scale, sumToOne, proximal, groups);
    }

    /**
     * Another prior of η.
     *
     * @param first a, at least 1
     * @param second b, at least 1, or 0 for the number of rows of the mask
     * @return sparse decoding
     */
    public SparseDecoding withBeta(double first, double second) {
        return new SparseDecoding(spikeRate, slabRate, first, second, scale, sumToOne, proximal, groups);
    }

    /**
     * Another weight of the prior. The model says 1/N; more weighs the prior as though the data were fewer.
     *
     * @param factor finite and above 0; 0 for 1/N
     * @return sparse decoding
     */
    public SparseDecoding withScale(double factor) {
        return new SparseDecoding(spikeRate, slabRate, a, b, factor, sumToOne, proximal, groups);
    }

    /**
     * Rows used as |w_j| / Σ|w_j|.
     *
     * @return sparse decoding
     */
    public SparseDecoding withRowsSumToOne() {
        return new SparseDecoding(spikeRate, slabRate, a, b, scale, true, proximal, groups);
    }

    /**
     * Exact zeros, by a proximal step {@code w ← sign(w) max(0, |w| - rate · scale · λ*)} after each step on the smooth
     * part.
     *
     * @return sparse decoding
     */
    public SparseDecoding withProximalSteps() {
        return new SparseDecoding(spikeRate, slabRate, a, b, scale, sumToOne, true, groups);
    }

    /**
     * Features in groups that share a row of the mask.
     *
     * @param rowOfFeature row of the mask for each feature, all of 0 … G-1 occurring; {@link Bands} has some
     * @return sparse decoding
     */
    public SparseDecoding withGroups(List<Integer> rowOfFeature) {
        return new SparseDecoding(spikeRate, slabRate, a, b, scale, sumToOne, proximal, rowOfFeature);
    }

    /**
     * The same for a training set of known size.
     *
     * @param rows N, at least 1
     * @return with the scale 1/N, unless one was set
     */
    public SparseDecoding forRows(int rows) {
        return scale == 0 ? withScale(1.0 / rows) : this;
    }

    /**
     * The row of the mask that a feature uses.
     *
     * @param feature from 0
     * @return from 0
     */
    public int rowOf(int feature) {
        return groups.isEmpty() ? feature : groups.get(feature);
    }

    /**
     * Rows of the mask.
     *
     * @param features n
     * @return G, or n without groups
     * @throws IllegalArgumentException if the groups are those of another number of features
     */
    public int rows(int features) {
        if (groups.isEmpty()) {
            return features;
        }
        if (groups.size() != features) {
            throw new IllegalArgumentException(
                    "sparse decoding: groups are given for " + groups.size() + " features, the model has " + features);
        }
        return rowsOf(groups);
    }

    /**
     * The penalty.
     *
     * @param mask G × m
     * @param slabProbability p*, G × m
     * @return {@code scale · Σ λ* |w|}
     * @throws IllegalStateException if the scale is 1/N and N is not known yet
     */
    public double penalty(double[] mask, double[] slabProbability) {
        double sum = 0;
        for (int i = 0; i < mask.length; i++) {
            sum += rate(slabProbability[i]) * Math.abs(mask[i]);
        }
        return knownScale() * sum;
    }

    /**
     * λ*.
     *
     * @param slabProbability p*
     * @return from λ₁ to λ₀
     */
    public double rate(double slabProbability) {
        return slabRate * slabProbability + spikeRate * (1 - slabProbability);
    }

    /**
     * The scale, where it is known.
     *
     * @return above 0
     * @throws IllegalStateException if it is 1/N and N is not known yet
     */
    public double knownScale() {
        if (scale == 0) {
            throw new IllegalStateException(
                    "the scale of the mask's prior is one over the number of training rows, which"
                            + " is not known here: train with a Trainer, or say ModelDefinition.forTrainingRows(...)");
        }
        return scale;
    }

    /**
     * p* of an entry, the probability that it is from the slab (the E-step).
     *
     * @param logOdds of η
     * @param w the entry
     * @return above 0 and below 1
     */
    public double slabProbability(double logOdds, double w) {
        double odds = logOdds + Math.log(slabRate / spikeRate) + (spikeRate - slabRate) * Math.abs(w);
        return 1 / (1 + Math.exp(-odds));
    }

    /**
     * log η - log(1 - η) of every latent after the E-step (the M-step).
     *
     * @param slabProbability p*, G × m
     * @param width m
     * @return m values
     */
    public double[] logOdds(double[] slabProbability, int width) {
        int rows = slabProbability.length / width;
        double second = b == 0 ? rows : b;
        double[] odds = new double[width];
        for (int l = 0; l < width; l++) {
            double sum = 0;
            for (int at = l; at < slabProbability.length; at += width) {
                sum += slabProbability[at];
            }
            double share = (sum + a - 1) / (a + second + rows - 2);
            share = Math.min(1 - SMALLEST_SHARE, Math.max(SMALLEST_SHARE, share));
            odds[l] = Math.log(share) - Math.log1p(-share);
        }
        return odds;
    }

    /**
     * The mask as it is used.
     *
     * @param mask G × m
     * @param width m
     * @return the mask itself, or its rows normalised
     */
    public double[] used(double[] mask, int width) {
        return sumToOne ? RowShares.of(mask, width) : mask;
    }

    /**
     * The gradient with respect to the mask from that with respect to the used one.
     *
     * @param mask G × m
     * @param width m
     * @param gradient with respect to {@link #used}, replaced
     */
    public void usedBackward(double[] mask, int width, double[] gradient) {
        if (sumToOne) {
            RowShares.backward(mask, width, gradient);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        Description description = Description.of(NAME)
                .with(SPIKE, spikeRate)
                .with(SLAB, slabRate)
                .with("a", a)
                .with("b", b)
                .with(SCALE, scale)
                .with(SUM_TO_ONE, sumToOne ? 1 : 0)
                .with(PROXIMAL, proximal ? 1 : 0);
        if (groups.isEmpty()) {
            return description;
        }
        float[] rows = new float[groups.size()];
        for (int j = 0; j < rows.length; j++) {
            rows[j] = groups.get(j);
        }
        return description.with(GROUPS, rows).with(GROUPS_HASH, groups.hashCode());
    }

    private static SparseDecoding read(Description description) {
        List<Integer> groups = new ArrayList<>();
        if (description.has(GROUPS)) {
            for (float group : description.array(GROUPS)) {
                groups.add((int) group);
            }
            if (groups.hashCode() != description.integer(GROUPS_HASH)) {
                throw new IllegalArgumentException("the groups of sparse decoding are not those that were written");
            }
        }
        return new SparseDecoding(
                description.number(SPIKE),
                description.number(SLAB),
                description.number("a"),
                description.number("b"),
                description.number(SCALE),
                description.integer(SUM_TO_ONE) != 0,
                description.integer(PROXIMAL) != 0,
                groups);
    }

    /**
     * Kinds of sparse decoding by their names in files.
     *
     * @return the registry
     */
    public static PartRegistry<SparseDecoding> registry() {
        return REGISTRY;
    }
}
