/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A range of numbers along an edge.
 *
 * @param low first number
 * @param high last number, above {@code low}
 */
record Axis(double low, double high) {

    Axis {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException("an axis must rise between finite numbers, got " + low + " to " + high);
        }
    }

    /** Room round all finite values; 0 to 1 without any. */
    static Axis round(double... values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return new Axis(0, 1);
        }
        double margin = Math.max(0.06 * (high - low), 1e-3 * Math.max(1, Math.abs(high)));
        return new Axis(low - margin, high + margin);
    }

    /** 0 at the first number, 1 at the last. */
    double position(double value) {
        return (value - low) / (high - low);
    }

    /** About so many round numbers, steps of 1, 2 or 5 times a power of ten. */
    List<Double> ticks(int wanted) {
        double step = step(wanted);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    String text(double tick, int wanted) {
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step(wanted)) - 1e-9));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", tick == 0 ? 0.0 : tick);
        // A true minus sign is as wide as the digits.
        return text.replace('-', '\u2212');
    }

    private double step(int wanted) {
        double rough = (high - low) / Math.max(1, wanted);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double first = rough / power;
        return power * (first <= 1 ? 1 : first <= 2 ? 2 : first <= 5 ? 5 : 10);
    }
}
