/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ActiveUnitsTest {

    @Test
    void byDivergence_countsMeansAboveTheThreshold() {
        float[][] divergence = {{0.03f, 0.005f, 0.0f, 2f}, {0.0f, 0.005f, 0.019f, 0f}};
        assertThat(ActiveUnits.byDivergence(divergence)).isEqualTo(new ActiveUnits(2, 4, 2, 0));
        assertThat(ActiveUnits.byDivergence(divergence, 0.5).active()).isEqualTo(1);
        assertThat(ActiveUnits.byDivergence(new float[][] {{0.5f}}, 0.5).active())
                .as("above, not at")
                .isZero();
    }

    @Test
    void byMeanVariance_ignoresTheMean() {
        float[][] means = {{1000f, 0.2f, 0.09f}, {1000f, -0.2f, -0.09f}};
        assertThat(ActiveUnits.byMeanVariance(means)).isEqualTo(new ActiveUnits(1, 3, 2, 0));
        assertThat(ActiveUnits.byMeanVariance(means, 0.008).active()).isEqualTo(2);
    }

    @Test
    void byMeanVariance_dividesByTheNumberOfFrames() {
        // Population variance 0.009, sample variance 0.018.
        float[][] means = {{(float) Math.sqrt(0.009)}, {(float) -Math.sqrt(0.009)}};
        assertThat(ActiveUnits.byMeanVariance(means).active()).isZero();
    }

    @Test
    void count_framesThatAreNotFinite_areLeftOut() {
        float[][] divergence = {{1f, 1f}, {Float.NaN, 1f}, {Float.POSITIVE_INFINITY, 0f}};
        assertThat(ActiveUnits.byDivergence(divergence)).isEqualTo(new ActiveUnits(2, 2, 1, 2));
    }

    @Test
    void count_noFrames_hasNoUnits() {
        assertThat(ActiveUnits.byDivergence(new float[0][])).isEqualTo(new ActiveUnits(0, 0, 0, 0));
    }

    @Test
    void count_raggedFrames_namesTheFrame() {
        assertThatThrownBy(() -> ActiveUnits.byMeanVariance(new float[][] {{1, 2}, {1}}))
                .hasMessageContaining("frame 1 has 1");
    }
}
