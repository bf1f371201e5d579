/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/** Arrays of one precision as those of the other. */
final class DoubleArrays {
    private DoubleArrays() {}

    static float[] rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }

    static void widen(float[] values, double[] target) {
        for (int i = 0; i < values.length; i++) {
            target[i] = values[i];
        }
    }
}
