/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.network;

/** The non-linearity after a hidden layer. */
public enum Activation {
    /** {@code y = v}. */
    IDENTITY("identity"),
    /** {@code y = tanh v}, the paper's choice. */
    TANH("tanh"),
    /** {@code y = max(v, 0)}; the derivative at 0 is taken as 0. */
    RELU("relu"),
    /** {@code y = 1/(1 + e^(-v))}. */
    SIGMOID("sigmoid");

    private final String label;

    Activation(String label) {
        this.label = label;
    }

    /**
     * The name in files.
     *
     * @return stable for ever
     */
    public String label() {
        return label;
    }

    /**
     * Finds an activation by its name in files.
     *
     * @param label as {@link #label} gives it
     * @return the activation
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Activation named(String label) {
        for (Activation activation : values()) {
            if (activation.label.equals(label)) {
                return activation;
            }
        }
        throw new IllegalArgumentException("unknown activation '" + label + "'");
    }

    /**
     * The function itself.
     *
     * @param v pre-activation
     * @return y
     */
    public double apply(double v) {
        return switch (this) {
            case IDENTITY -> v;
            case TANH -> Math.tanh(v);
            case RELU -> Math.max(v, 0);
            case SIGMOID -> 1 / (1 + Math.exp(-v));
        };
    }

    /**
     * The derivative as a function of the output, which is all that a backward pass keeps.
     *
     * @param y output of {@link #apply}
     * @return dy/dv
     */
    public double derivative(double y) {
        return switch (this) {
            case IDENTITY -> 1;
            case TANH -> 1 - y * y;
            case RELU -> y > 0 ? 1 : 0;
            case SIGMOID -> y * (1 - y);
        };
    }
}
