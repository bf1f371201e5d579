/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.AudioClip;
import org.junit.jupiter.api.Test;

class HighPassTest {
    private static final int RATE = 16000;

    @Test
    void tones_loseWhatTheFilterSays_andDoNotMove() {
        assertThat(kept(25)).isCloseTo(-24.6, within(0.2));
        assertThat(kept(50)).isCloseTo(-6.02, within(0.05));
        assertThat(kept(100)).isCloseTo(-0.53, within(0.02));
        assertThat(kept(1000)).isCloseTo(0, within(0.001));
    }

    /** In phase with the input, dB: a tone that moved in time would count less. */
    private static double kept(double frequency) {
        double[] tone = new double[3 * RATE];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = Math.sin(2 * Math.PI * frequency * i / RATE);
        }
        double[] filtered = HighPass.of(AudioClip.of(tone, RATE), 50).samples();
        double together = 0;
        double alone = 0;
        for (int i = RATE; i < 2 * RATE; i++) {
            together += filtered[i] * tone[i];
            alone += tone[i] * tone[i];
        }
        return 20 * Math.log10(together / alone);
    }

    @Test
    void constantOffset_goes_andNoLimitLeavesAllAsItIs() {
        double[] offset = new double[4 * RATE];
        java.util.Arrays.fill(offset, 0.5);
        AudioClip clip = AudioClip.of(offset, RATE);
        assertThat(HighPass.of(clip, 50).samples()[2 * RATE]).isCloseTo(0, within(1e-6));
        assertThat(HighPass.of(clip, 0)).isSameAs(clip);
    }
}
