/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameMaskTest {

    private static final float[][] POWER = {{0, 0}, {1e-6f, 0}, {50, 50}, {Float.NaN, 1}, {0.02f, 0}};

    @Test
    void louderThan_zero_leavesOutDigitalSilenceOnly() {
        assertThat(FrameMask.louderThan(POWER, 0)).containsExactly(false, true, true, false, true);
        assertThat(FrameMask.louderThan(POWER, 0.02)).containsExactly(false, false, true, false, false);
    }

    @Test
    void within_isRelativeToTheLoudestFrame() {
        assertThat(FrameMask.within(POWER, 40)).containsExactly(false, false, true, false, true);
        assertThat(FrameMask.within(POWER, 36)).containsExactly(false, false, true, false, false);
        assertThat(FrameMask.within(new float[3][2], 40)).containsOnly(false);
        assertThat(FrameMask.within(new float[0][], 40)).isEmpty();
    }

    @Test
    void senselessRanges_areRefused() {
        assertThatThrownBy(() -> FrameMask.louderThan(POWER, -1)).hasMessageContaining("got -1.0");
        assertThatThrownBy(() -> FrameMask.within(POWER, 0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> FrameMask.within(POWER, Double.POSITIVE_INFINITY))
                .hasMessageContaining("got Infinity");
    }
}
