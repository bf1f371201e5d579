/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import org.jspecify.annotations.Nullable;

/**
 * An estimate of log p(x) by importance sampling with the posterior as proposal (Burda et al. 2016): a lower bound in
 * expectation, tighter with more draws. All constants are kept. Data of a Bernoulli likelihood is cut at 0.5 first.
 *
 * @param size data points
 * @param samples K, draws per data point
 * @param mean over the data points, nats
 * @param standardError of that mean over the data points, nats; NaN for a single one
 * @param comparable whether the figure may stand beside those of other models. False for learned variances with a γ per
 *     data point: their prior is fitted to each point, so the figure is no log-likelihood of one model
 * @param underMeanGamma for learned variances the same under the one prior N(0, diag γ̄), which is comparable; null for
 *     others, and if γ̄ is not known
 */
public record LogLikelihood(
        int size,
        int samples,
        double mean,
        double standardError,
        boolean comparable,
        @Nullable LogLikelihood underMeanGamma) {

    static LogLikelihood of(double[] logs, int samples, boolean comparable) {
        double mean = 0;
        for (double value : logs) {
            mean += value / logs.length;
        }
        double squares = 0;
        for (double value : logs) {
            squares += (value - mean) * (value - mean);
        }
        double error = Math.sqrt(squares / (logs.length - 1.0) / logs.length);
        return new LogLikelihood(logs.length, samples, mean, logs.length > 1 ? error : Double.NaN, comparable, null);
    }

    LogLikelihood withMeanGamma(LogLikelihood other) {
        return new LogLikelihood(size, samples, mean, standardError, comparable, other);
    }

    /**
     * One line for reports.
     *
     * @return mean, standard error and what they are
     */
    public String label() {
        String own = String.format(
                java.util.Locale.ROOT,
                "%.2f ± %.2f%s",
                mean,
                standardError,
                comparable ? "" : " (prior fitted per point, not comparable)");
        return underMeanGamma == null ? own : own + "; under mean γ " + underMeanGamma.label();
    }
}
