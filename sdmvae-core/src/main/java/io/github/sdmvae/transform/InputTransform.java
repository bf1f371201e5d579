/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.part.Part;

/**
 * A function of the data that the encoder sees in its place; the likelihood keeps x. Part of the definition and saved with
 * the model. Raw power, whose values spread over ten orders of magnitude, saturates an encoder's first layer; its logarithm
 * does not (what that changes on speech is in the documentation of the examples). Immutable.
 */
public interface InputTransform extends Part {

    /**
     * Checks that rows of a width can be transformed.
     *
     * @param width n
     * @throws IllegalArgumentException if the transform was made for another width
     */
    default void requireWidth(int width) {}

    /**
     * Transforms rows, in double precision, the reference for every engine.
     *
     * @param x rows × n
     * @param width n
     * @param y receives rows × n
     */
    void apply(double[] x, int width, double[] y);

    /**
     * The way back for gradients: {@code dx = dy ⊙ f'(x)}.
     *
     * @param x rows × n, as transformed
     * @param width n
     * @param dy rows × n, gradient with respect to the transformed rows
     * @param dx receives rows × n; may be the same array as dy
     */
    void backward(double[] x, int width, double[] dy, double[] dx);

    /**
     * The same, then every column shifted and scaled to mean 0 and standard deviation 1 over some data. Constant columns are
     * shifted only.
     *
     * @param source training data, read once
     * @return {@link Standardised}
     * @throws IllegalArgumentException if the source is empty
     */
    default InputTransform standardised(FrameSource source) {
        return Standardised.over(this, source);
    }

    /**
     * The logarithm of powers, {@code log(max(x, 0) + floor)}.
     *
     * @param floor finite and above zero; 1e-5 suits speech of peak 1
     * @return {@link LogPower}
     */
    static InputTransform logPower(double floor) {
        return new LogPower(floor, 1);
    }

    /**
     * The same, divided by a number that brings it to the size that recurrent layers like.
     *
     * @param floor finite and above zero
     * @param scale finite and above zero; 5 with a floor of 1e-6 suits speech of peak 1
     * @return {@link LogPower}
     */
    static InputTransform logPower(double floor, double scale) {
        return new LogPower(floor, scale);
    }

    /**
     * A power law, {@code max(x, 0)^exponent}: between raw power and its logarithm.
     *
     * @param exponent above 0 and at most 1; 0.3 is usual for loudness
     * @return {@link PowerLaw}
     */
    static InputTransform powerLaw(double exponent) {
        return new PowerLaw(exponent);
    }

    /**
     * Every column shifted and scaled to mean 0 and standard deviation 1 over some data.
     *
     * @param source training data, read once
     * @return {@link Standardised}
     * @throws IllegalArgumentException if the source is empty
     */
    static InputTransform standardise(FrameSource source) {
        return Standardised.over(null, source);
    }
}
