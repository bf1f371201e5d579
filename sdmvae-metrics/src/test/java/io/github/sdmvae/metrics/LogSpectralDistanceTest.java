/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogSpectralDistanceTest {

    @Test
    void distance_tenDecibelsInHalfTheBins_isTenOverRootTwo() {
        float[][] reference = {{1, 1, 1, 1}};
        float[][] estimate = {{10, 0.1f, 1, 1}};
        assertThat(LogSpectralDistance.meanDecibels(reference, estimate).mean())
                .isCloseTo(10 / Math.sqrt(2), within(1e-6));
        assertThat(LogSpectralDistance.meanDecibels(estimate, reference))
                .isEqualTo(LogSpectralDistance.meanDecibels(reference, estimate));
    }

    @Test
    void mean_averagesFrames_notBins() {
        float[][] reference = {{1}, {1}};
        float[][] estimate = {{100}, {1}};
        assertThat(LogSpectralDistance.meanDecibels(reference, estimate).mean()).isCloseTo(10, within(1e-6));
    }

    @Test
    void floor_boundsTheDistanceToSilence() {
        float[][] silent = {{0, 0}};
        float[][] loud = {{1, 1}};
        assertThat(LogSpectralDistance.meanDecibels(silent, loud).mean()).isCloseTo(100, within(1e-9));
        assertThat(LogSpectralDistance.meanDecibels(silent, loud, 1e-3).mean()).isCloseTo(30, within(1e-9));
        assertThat(LogSpectralDistance.meanDecibels(silent, silent)).isEqualTo(new FrameMean(0, 1, 0));
    }

    @Test
    void mean_notFiniteOrNegativePower_leavesTheFrameOut() {
        float[][] reference = {{1, Float.NaN}, {1, -1}, {1, Float.POSITIVE_INFINITY}, {1, 1}};
        float[][] estimate = {{1, 1}, {1, 1}, {1, 1}, {1, 1}};
        assertThat(LogSpectralDistance.meanDecibels(reference, estimate)).isEqualTo(new FrameMean(0, 1, 3));
    }

    @Test
    void distance_differentShapes_names_both() {
        assertThatThrownBy(() -> LogSpectralDistance.meanDecibels(new float[2][3], new float[1][3]))
                .hasMessageContaining("frames")
                .hasMessageContaining("got 2")
                .hasMessageContaining("and 1");
        assertThatThrownBy(() -> LogSpectralDistance.meanDecibels(new float[1][3], new float[1][4]))
                .hasMessageContaining("bins in frame 0");
        assertThatThrownBy(() -> LogSpectralDistance.meanDecibels(new float[1][1], new float[1][1], 0))
                .hasMessageContaining("floor");
    }
}
