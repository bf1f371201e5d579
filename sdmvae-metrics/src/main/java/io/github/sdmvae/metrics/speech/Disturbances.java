/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** Disturbance of every frame. */
final class Disturbances {

    private final double[] symmetric;
    private final double[] asymmetric;

    Disturbances(double[] symmetric, double[] asymmetric) {
        this.symmetric = symmetric;
        this.asymmetric = asymmetric;
    }

    /** All loudness differences alike. */
    double[] symmetric() {
        return symmetric;
    }

    /** Added components only. */
    double[] asymmetric() {
        return asymmetric;
    }

    static Disturbances ofFrames(int frames) {
        return new Disturbances(new double[frames], new double[frames]);
    }

    int frames() {
        return symmetric.length;
    }

    void set(int frame, FrameDisturbance measured) {
        symmetric[frame] = measured.symmetric();
        asymmetric[frame] = measured.asymmetric();
    }

    void lower(int frame, FrameDisturbance measured) {
        symmetric[frame] = Math.min(symmetric[frame], measured.symmetric());
        asymmetric[frame] = Math.min(asymmetric[frame], measured.asymmetric());
    }

    void clear(int frame) {
        symmetric[frame] = 0;
        asymmetric[frame] = 0;
    }
}
