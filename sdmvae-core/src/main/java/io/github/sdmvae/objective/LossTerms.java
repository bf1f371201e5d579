/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The negative evidence lower bound by term, in nats per data point: sums over values and code entries, mean over data
 * points.
 *
 * @param reconstruction -log p(x|z) without its constant
 * @param divergence divergence between posterior and prior, before the weight β
 * @param hyperprior -log p(γ), zero unless the γ update has a hyperprior
 * @param beta weight of divergence and hyperprior in the loss
 * @param penalties further terms by name, in the order of the model's graph: {@code coherence} of a learned dictionary;
 *     empty without any and in validation
 */
public record LossTerms(
        double reconstruction, double divergence, double hyperprior, double beta, Map<String, Double> penalties) {
    private static final String COHERENCE = "coherence";

    /**
     * One term of a loss.
     *
     * @param name stable, as in reports and files
     * @param value in nats per data point, before any weight
     */
    public record Term(String name, double value) {}

    /**
     * Copies the penalties.
     *
     * @param reconstruction -log p(x|z) without its constant
     * @param divergence divergence between posterior and prior, before the weight β
     * @param hyperprior -log p(γ)
     * @param beta weight of divergence and hyperprior in the loss
     * @param penalties further terms by name, in order
     */
    public LossTerms {
        penalties = penalties.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(penalties));
    }

    /**
     * Terms without penalties.
     *
     * @param reconstruction -log p(x|z) without its constant
     * @param divergence divergence between posterior and prior, before the weight β
     * @param hyperprior -log p(γ)
     * @param beta weight of divergence and hyperprior in the loss
     */
    public LossTerms(double reconstruction, double divergence, double hyperprior, double beta) {
        this(reconstruction, divergence, hyperprior, beta, Map.of());
    }

    /**
     * Terms with a dictionary's penalty.
     *
     * @param reconstruction -log p(x|z) without its constant
     * @param divergence divergence between posterior and prior, before the weight β
     * @param hyperprior -log p(γ)
     * @param beta weight of divergence and hyperprior in the loss
     * @param coherence penalty on the coherence of a learned dictionary; 0 for none
     */
    public LossTerms(double reconstruction, double divergence, double hyperprior, double beta, double coherence) {
        this(reconstruction, divergence, hyperprior, beta, coherence == 0 ? Map.of() : Map.of(COHERENCE, coherence));
    }

    /**
     * The penalty on the coherence of a learned dictionary.
     *
     * @return zero without one and in validation
     */
    public double coherence() {
        return penalties.getOrDefault(COHERENCE, 0.0);
    }

    /**
     * What training minimises.
     *
     * @return reconstruction + β (divergence + hyperprior) + penalties
     */
    public double loss() {
        double loss = reconstruction + beta * (divergence + hyperprior);
        for (double penalty : penalties.values()) {
            loss += penalty;
        }
        return loss;
    }

    /**
     * All terms by name.
     *
     * @return reconstruction, divergence, hyperprior, then the penalties
     */
    public List<Term> terms() {
        List<Term> terms = new ArrayList<>(List.of(
                new Term("reconstruction", reconstruction),
                new Term("divergence", divergence),
                new Term("hyperprior", hyperprior)));
        penalties.forEach((name, value) -> terms.add(new Term(name, value)));
        return terms;
    }

    /**
     * Whether every term is a finite number.
     *
     * @return false if a term is NaN or infinite
     */
    public boolean isFinite() {
        return Double.isFinite(loss());
    }

    /** For readers, for instance {@code loss -850.2 = reconstruction -890.4 + divergence 40.2}. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("loss " + digits(loss()) + " = reconstruction " + digits(reconstruction));
        boolean weighted = beta != 1;
        text.append(weighted ? " + " + beta + " · divergence " : " + divergence ")
                .append(digits(divergence));
        if (hyperprior != 0) {
            text.append(weighted ? " + " + beta + " · hyperprior " : " + hyperprior ")
                    .append(digits(hyperprior));
        }
        penalties.forEach(
                (name, value) -> text.append(" + ").append(name).append(' ').append(digits(value)));
        return text.toString();
    }

    /** Four digits at least: losses are of the order of hundreds on speech, of one on few columns. */
    private static String digits(double value) {
        int decimals = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
