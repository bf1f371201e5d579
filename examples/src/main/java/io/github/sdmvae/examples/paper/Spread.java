/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Mean and standard deviation over seeds (divisor n − 1).
 *
 * @param mean NaN without values
 * @param deviation NaN with fewer than two
 * @param count of values
 */
public record Spread(double mean, double deviation, int count) {

    /**
     * Of some values.
     *
     * @param values those that are not finite do not count
     * @return mean and deviation
     */
    public static Spread of(List<Double> values) {
        double[] defined =
                values.stream().mapToDouble(v -> v).filter(Double::isFinite).toArray();
        double mean = Arrays.stream(defined).average().orElse(Double.NaN);
        double squares =
                Arrays.stream(defined).map(v -> (v - mean) * (v - mean)).sum();
        double deviation = defined.length < 2 ? Double.NaN : Math.sqrt(squares / (defined.length - 1));
        return new Spread(mean, deviation, defined.length);
    }

    /**
     * For instance {@code 0.651 ± 0.004}.
     *
     * @param decimals how many
     * @return {@code n/a} without values
     */
    public String text(int decimals) {
        if (Double.isNaN(mean)) {
            return "n/a";
        }
        return number(mean, decimals) + (Double.isNaN(deviation) ? "" : " ± " + number(deviation, decimals));
    }

    /**
     * With its sign, for differences.
     *
     * @param decimals how many
     * @return {@code n/a} without values
     */
    public String signed(int decimals) {
        return mean > 0 ? "+" + text(decimals) : text(decimals);
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '\u2212');
    }
}
