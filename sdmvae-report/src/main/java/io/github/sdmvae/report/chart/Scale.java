/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A range of numbers with a name: an axis, or what the colours of a heat map mean.
 *
 * @param label name and unit
 * @param low first number
 * @param high last number, above {@code low}
 */
public record Scale(String label, double low, double high) {

    /**
     * Checks the range.
     *
     * @param label name and unit
     * @param low first number
     * @param high last number, above {@code low}
     */
    public Scale {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException(
                    "a scale must rise between finite numbers, got " + low + " to " + high + " for " + label);
        }
    }

    /**
     * A range with some room round numbers.
     *
     * @param label name and unit
     * @param values any; those that are not finite do not count
     * @return a scale with 6 % of the range free at either end; 0 to 1 without any finite number
     */
    public static Scale around(String label, double... values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return new Scale(label, 0, 1);
        }
        double margin = Math.max(0.06 * (high - low), 1e-3 * Math.max(1, Math.abs(high)));
        return new Scale(label, low - margin, high + margin);
    }

    /**
     * Where a number lies.
     *
     * @param value any number
     * @return 0 at {@code low}, 1 at {@code high}
     */
    public double position(double value) {
        return (value - low) / (high - low);
    }

    /**
     * Round numbers to write beside an axis.
     *
     * @param wanted about how many
     * @return rising numbers within the range, steps of 1, 2 or 5 times a power of ten
     */
    public List<Double> ticks(int wanted) {
        double step = step(wanted);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /**
     * How to write a tick.
     *
     * @param tick one of {@link #ticks}
     * @param wanted as given there
     * @return the number with as many decimals as the steps need
     */
    public String text(double tick, int wanted) {
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step(wanted)) - 1e-9));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", tick == 0 ? 0.0 : tick);
        // A true minus sign is as wide as the digits; a hyphen gets lost in small print.
        return text.replace('-', '\u2212');
    }

    private double step(int wanted) {
        double rough = (high - low) / Math.max(1, wanted);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double first = rough / power;
        return power * (first <= 1 ? 1 : first <= 2 ? 2 : first <= 5 ? 5 : 10);
    }
}
