/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * γ of a frame from a window of frames around it, c₀ for the frame itself, c₁ for its neighbours, and so on.
 *
 * <p>Smoothed: {@code γ_t = Σ_u c_|t-u| s_u / Σ_u c_|t-u|} with s = μ² + σ², and every frame's own divergence. A valid bound,
 * but γ is not what makes it smallest.
 *
 * <p>Coupled: every frame under its neighbours' priors, with weights that add up to one per frame; γ is what makes the sum
 * smallest. Related to pattern-coupled sparse Bayesian learning (Fang et al. 2015).
 *
 * @param coupled which of the two
 * @param weights c₀ … c_w, at least one, each above 0
 */
public record Windowed(boolean coupled, List<Double> weights) implements TimeGamma {
    static final String SMOOTHED = "smoothed";
    static final String COUPLED = "coupled";
    private static final String WEIGHTS = "weight";
    private static final String COUNT = "count";

    /**
     * Checks the weights.
     *
     * @param coupled which of the two
     * @param weights c₀ … c_w, at least one, each above 0
     */
    public Windowed {
        weights = List.copyOf(weights);
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("a window needs at least one weight");
        }
        for (double weight : weights) {
            Constants.requirePositive("every weight of a window", weight);
        }
    }

    static Windowed of(boolean coupled, double... weights) {
        return new Windowed(coupled, Arrays.stream(weights).boxed().toList());
    }

    static Windowed read(boolean coupled, Description description) {
        List<Double> weights = new ArrayList<>();
        for (int i = 0; i < description.integer(COUNT); i++) {
            weights.add(description.number(WEIGHTS + i));
        }
        return new Windowed(coupled, weights);
    }

    @Override
    public String name() {
        return coupled ? COUPLED : SMOOTHED;
    }

    @Override
    public Description describe() {
        Description description = Description.of(name()).with(COUNT, weights.size());
        for (int i = 0; i < weights.size(); i++) {
            description = description.with(WEIGHTS + i, weights.get(i));
        }
        return description;
    }

    private double weight(int distance) {
        return distance < weights.size() ? weights.get(distance) : 0;
    }

    @Override
    public void evaluate(CodeSequences codes, TimeTerms terms) {
        for (int b = 0; b < codes.lengths().length; b++) {
            double[][] edges = edges(codes.lengths()[b]);
            for (int j = 0; j < codes.width(); j++) {
                gammas(codes, terms, b, j, edges);
                for (int t = 0; t < edges.length; t++) {
                    divergence(codes, terms, b, t, j, edges);
                }
            }
        }
    }

    /** Row t, column u - t + w: how much frame t's γ owes to frame u. */
    private double[][] edges(int length) {
        int reach = weights.size() - 1;
        double[] sums = new double[length];
        for (int u = 0; u < length; u++) {
            for (int t = Math.max(0, u - reach); t <= Math.min(length - 1, u + reach); t++) {
                sums[u] += weight(Math.abs(t - u));
            }
        }
        double[][] edges = new double[length][2 * reach + 1];
        for (int t = 0; t < length; t++) {
            for (int u = Math.max(0, t - reach); u <= Math.min(length - 1, t + reach); u++) {
                edges[t][u - t + reach] = weight(Math.abs(t - u)) / (coupled ? sums[u] : 1);
            }
        }
        return edges;
    }

    private void gammas(CodeSequences codes, TimeTerms terms, int b, int j, double[][] edges) {
        int reach = weights.size() - 1;
        for (int t = 0; t < edges.length; t++) {
            double sum = 0;
            double weight = 0;
            for (int u = Math.max(0, t - reach); u <= Math.min(edges.length - 1, t + reach); u++) {
                sum += edges[t][u - t + reach] * codes.moment(codes.at(b, u, j));
                weight += edges[t][u - t + reach];
            }
            terms.gamma()[codes.at(b, t, j)] = Math.max(sum / weight, GammaUpdate.FLOOR);
        }
    }

    private void divergence(CodeSequences codes, TimeTerms terms, int b, int u, int j, double[][] edges) {
        int e = codes.at(b, u, j);
        if (!coupled) {
            terms.gaussian(codes, e, 0, terms.gamma()[e]);
            return;
        }
        int reach = weights.size() - 1;
        double precision = 0;
        double logs = 0;
        for (int t = Math.max(0, u - reach); t <= Math.min(edges.length - 1, u + reach); t++) {
            double gamma = terms.gamma()[codes.at(b, t, j)];
            precision += edges[t][u - t + reach] / gamma;
            logs += edges[t][u - t + reach] * Math.log(gamma);
        }
        terms.divergence()[e] = 0.5 * (logs - codes.logVariance()[e] + codes.moment(e) * precision - 1);
        terms.dMean()[e] = codes.mean()[e] * precision;
        terms.dLogVariance()[e] = 0.5 * (codes.variance(e) * precision - 1);
    }
}
