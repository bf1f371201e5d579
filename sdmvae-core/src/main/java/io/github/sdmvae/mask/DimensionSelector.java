/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.Part;
import io.github.sdmvae.part.PartRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The dimension selector of InteL-VAE (Miao, Mathieu, Siddharth, Teh and Rainforth, ICLR 2022): the draw y from the
 * posterior passes a small network that says how much of each entry is used,
 *
 * <pre>
 * d = floor + (1 - floor) sigmoid(relu(relu(y W₀ + b₀) W₁ + b₁) W₂ + b₂)        a = y ⊙ d
 * </pre>
 *
 * and the loss gets {@code weight · R} with R the mean entropy of each point's shares p = d / Σd less the entropy of the
 * batch's mean share. A point then uses few entries, and different points use different ones. The prior stays on y, so the
 * bound is that of an ordinary VAE. With a floor above 0 no entry is ever switched off; the authors' program has 0.2, their
 * paper 0. Immutable.
 *
 * @param hidden sizes of the selector's hidden layers, each at least 1; the paper has 10, 10
 * @param floor smallest d, at least 0 and below 1
 * @param weight w of R, finite and at least 0; R is between {@code -log min(B, k)} and 0 nats
 * @param shares of what R is taken
 */
public record DimensionSelector(List<Integer> hidden, double floor, double weight, Shares shares) implements Part {
    private static final String NAME = "dimensionSelector";
    private static final PartRegistry<DimensionSelector> REGISTRY =
            new PartRegistry<>("dimension selector", DimensionSelector.class).with(NAME, DimensionSelector::read);
    private static final String LAYER = "hidden";
    private static final String FLOOR = "floor";
    private static final String WEIGHT = "weight";
    private static final String OF_CODE = "ofCode";

    /** Of what the regulariser's shares are taken. */
    public enum Shares {
        /** Of d, as in the paper. */
        SELECTOR,
        /** Of |a|, as the authors' program does in its sparse runs. */
        CODE
    }

    /**
     * Checks the ranges.
     *
     * @param hidden sizes of the selector's hidden layers
     * @param floor smallest d
     * @param weight w of R
     * @param shares of what R is taken
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public DimensionSelector {
        hidden = List.copyOf(hidden);
        Objects.requireNonNull(shares, "shares");
        for (int size : hidden) {
            if (size < 1) {
                throw new IllegalArgumentException("every hidden size of the selector must be at least 1, got " + size);
            }
        }
        if (!(floor >= 0 && floor < 1)) {
            throw new IllegalArgumentException("the selector's floor must be at least 0 and below 1, got " + floor);
        }
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("the selector's weight must be finite and at least 0, got " + weight
                    + "; a negative one makes codes" + " dense");
        }
    }

    /**
     * The paper's selector: two hidden layers of 10, floor 0, R of d.
     *
     * @param weight w of R, finite and at least 0; 10 is a start for spectra of some hundred bins
     * @return the selector
     */
    public static DimensionSelector of(double weight) {
        return new DimensionSelector(List.of(10, 10), 0, weight, Shares.SELECTOR);
    }

    /**
     * Another smallest d.
     *
     * @param smallest at least 0 and below 1
     * @return the selector
     */
    public DimensionSelector withFloor(double smallest) {
        return new DimensionSelector(hidden, smallest, weight, shares);
    }

    /**
     * Other hidden layers.
     *
     * @param sizes each at least 1
     * @return the selector
     */
    public DimensionSelector withHidden(int... sizes) {
        return new DimensionSelector(Arrays.stream(sizes).boxed().toList(), floor, weight, shares);
    }

    /**
     * The same with R of |a| in place of d.
     *
     * @return the selector
     */
    public DimensionSelector ofCode() {
        return new DimensionSelector(hidden, floor, weight, Shares.CODE);
    }

    /**
     * Sizes of all layers.
     *
     * @param width k
     * @return k, the hidden sizes, k
     */
    public List<Integer> sizes(int width) {
        List<Integer> sizes = new ArrayList<>();
        sizes.add(width);
        sizes.addAll(hidden);
        sizes.add(width);
        return sizes;
    }

    /**
     * Number of parameters.
     *
     * @param width k
     * @return weights and biases of all layers
     */
    public long parameters(int width) {
        List<Integer> sizes = sizes(width);
        long count = 0;
        for (int l = 1; l < sizes.size(); l++) {
            count += (sizes.get(l - 1) + 1L) * sizes.get(l);
        }
        return count;
    }

    /**
     * How much of an entry is used.
     *
     * @param v the network's output
     * @return d, from floor to 1
     */
    public double open(double v) {
        return floor + (1 - floor) / (1 + Math.exp(-v));
    }

    /**
     * The derivative of {@link #open} as a function of its value.
     *
     * @param d from floor to 1
     * @return dd/dv
     */
    public double slope(double d) {
        return (d - floor) * (1 - d) / (1 - floor);
    }

    /**
     * d of one row, on the host.
     *
     * @param weights of each layer, in × out, row by row
     * @param biases of each layer
     * @param y k values
     * @return d, k values
     */
    public double[] apply(List<double[]> weights, List<double[]> biases, double[] y) {
        double[] x = y;
        for (int l = 0; l < weights.size(); l++) {
            double[] out = biases.get(l).clone();
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < out.length; j++) {
                    out[j] += x[i] * weights.get(l)[i * out.length + j];
                }
            }
            boolean last = l == weights.size() - 1;
            for (int j = 0; j < out.length; j++) {
                out[j] = last ? open(out[j]) : Math.max(0, out[j]);
            }
            x = out;
        }
        return x;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        Description description = Description.of(NAME)
                .with(FLOOR, floor)
                .with(WEIGHT, weight)
                .with(OF_CODE, shares == Shares.CODE ? 1 : 0);
        for (int l = 0; l < hidden.size(); l++) {
            description = description.with(LAYER + l, hidden.get(l));
        }
        return description;
    }

    private static DimensionSelector read(Description description) {
        List<Integer> hidden = new ArrayList<>();
        while (description.has(LAYER + hidden.size())) {
            hidden.add(description.integer(LAYER + hidden.size()));
        }
        Shares shares = description.integer(OF_CODE) == 0 ? Shares.SELECTOR : Shares.CODE;
        return new DimensionSelector(hidden, description.number(FLOOR), description.number(WEIGHT), shares);
    }

    /**
     * The selectors by their names in files.
     *
     * @return the registry
     */
    public static PartRegistry<DimensionSelector> registry() {
        return REGISTRY;
    }
}
