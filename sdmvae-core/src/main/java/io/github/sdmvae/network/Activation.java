/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.network;

/** The non-linearity after a hidden layer. */
public enum Activation {
    /** {@code y = v}. */
    IDENTITY,
    /** {@code y = tanh v}, the paper's choice. */
    TANH,
    /** {@code y = max(v, 0)}; the derivative at 0 is taken as 0. */
    RELU,
    /** {@code y = 1/(1 + e^(-v))}. */
    SIGMOID;

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
