/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The weights of the samples in a frame of an STFT. Immutable. */
public final class Window {
    static final int MAX_LENGTH = 1 << 20;
    /** Windows that a file names instead of listing their weights. */
    private static final Map<String, IntFunction<Window>> NAMED = Map.of("sine", Window::sine, "hann", Window::hann);

    private static final String OWN = "own";

    private final String name;
    private final double[] weights;

    private Window(String name, double[] weights) {
        this.name = name;
        this.weights = weights;
    }

    /**
     * The sine window, {@code sin(π(t + ½)/n)}, the square root of the Hann window that is centred between samples.
     * Periodic and symmetric at once.
     *
     * @param length 2 to 2²⁰
     * @return the window
     * @throws IllegalArgumentException if the length is out of range
     */
    public static Window sine(int length) {
        return of("sine", length, t -> Math.sin(Math.PI * (t + 0.5) / length));
    }

    /**
     * The <b>periodic</b> Hann window, {@code ½ − ½·cos(2πt/n)}: its first weight is 0, the 0 at the other end belongs to the
     * next period. Shifted copies add up to a constant, which those of the symmetric form (divided by n − 1) do not.
     *
     * @param length 2 to 2²⁰
     * @return the window
     * @throws IllegalArgumentException if the length is out of range
     */
    public static Window hann(int length) {
        return of("hann", length, t -> 0.5 - 0.5 * Math.cos(2 * Math.PI * t / length));
    }

    /**
     * A window of any shape.
     *
     * @param weights 2 to 2²⁰ finite numbers, not all 0; copied
     * @return the window
     * @throws IllegalArgumentException if there are too few or too many, one is not finite or all are 0
     */
    public static Window of(double[] weights) {
        return of(OWN, weights.length, t -> weights[t]);
    }

    /**
     * A window by the name that a file holds.
     *
     * @throws IllegalArgumentException if there is none of that name or the length is out of range
     */
    static Window named(String name, int length) {
        IntFunction<Window> shape = NAMED.get(name);
        if (shape == null) {
            throw new IllegalArgumentException(
                    "a window must be one of " + new TreeSet<>(NAMED.keySet()) + ", got '" + name + "'");
        }
        return shape.apply(length);
    }

    /** The name in a file; empty for weights of the user's own. */
    Optional<String> name() {
        return name.equals(OWN) ? Optional.empty() : Optional.of(name);
    }

    private static Window of(String name, int length, IntToDoubleFunction weight) {
        if (length < 2 || length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "window must have between 2 and " + MAX_LENGTH + " weights, got " + length);
        }
        double[] weights = new double[length];
        boolean isZero = true;
        for (int t = 0; t < length; t++) {
            weights[t] = weight.applyAsDouble(t);
            if (!Double.isFinite(weights[t])) {
                throw new IllegalArgumentException("window weights must be finite, weight " + t + " is " + weights[t]);
            }
            isZero &= weights[t] == 0;
        }
        if (isZero) {
            throw new IllegalArgumentException("window weights must not all be 0");
        }
        return new Window(name, weights);
    }

    /**
     * The number of weights.
     *
     * @return at least 2
     */
    public int length() {
        return weights.length;
    }

    /**
     * The weights.
     *
     * @return a copy
     */
    public double[] weights() {
        return weights.clone();
    }

    /** The weights themselves, for reading only. */
    double[] shared() {
        return weights;
    }

    /** Tells windows apart in a file; the weights of the named ones may differ in their last bits between machines. */
    String identity() {
        return name.equals(OWN) ? this + " of weights " + Arrays.hashCode(weights) : toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Window that && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
        return Objects.hash(weights.length, Arrays.hashCode(weights));
    }

    @Override
    public String toString() {
        return name + "(" + weights.length + ")";
    }
}
