/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SequencesTest {
    private static float[][][] utterances(int... lengths) {
        float[][][] all = new float[lengths.length][][];
        for (int s = 0; s < lengths.length; s++) {
            all[s] = new float[lengths[s]][2];
            for (int t = 0; t < lengths[s]; t++) {
                all[s][t][0] = s;
                all[s][t][1] = t;
            }
        }
        return all;
    }

    @Test
    void sequences_areRunsOfRows() {
        Sequences sequences = Sequences.of(utterances(3, 1, 4));
        assertThat(sequences.count()).isEqualTo(3);
        assertThat(sequences.size()).isEqualTo(8);
        assertThat(sequences.longest()).isEqualTo(4);
        assertThat(sequences.start(2)).isEqualTo(4);
        assertThat(sequences.sequence(2)).isDeepEqualTo(utterances(3, 1, 4)[2]);
    }

    @Test
    void cut_keepsEveryFrameAndRestsOfOne() {
        Sequences pieces = Sequences.of(utterances(5, 1, 4)).cut(2);
        assertThat(pieces.count()).isEqualTo(6);
        assertThat(pieces.size()).isEqualTo(10);
        int[] lengths = new int[6];
        for (int s = 0; s < 6; s++) {
            lengths[s] = pieces.length(s);
        }
        assertThat(lengths).containsExactly(2, 2, 1, 1, 2, 2);
        assertThat(pieces.sequence(2)).isDeepEqualTo(new float[][] {{0, 4}});
        assertThat(pieces.description()).contains("6 sequences").contains("cut to 2");
    }

    @Test
    void wrongLengths_areRefused() {
        Frames frames = Frames.of(new float[][] {{1}, {2}, {3}});
        assertThatThrownBy(() -> Sequences.of(frames, 1, 1))
                .hasMessageContaining("add up to 2 frames, the source has 3");
        assertThatThrownBy(() -> Sequences.of(frames, 3, 0)).hasMessageContaining("sequence 1 has 0");
        assertThatThrownBy(() -> Sequences.of(frames)).hasMessageContaining("at least one sequence");
        assertThatThrownBy(() -> Sequences.of(frames, 3).cut(0)).hasMessageContaining("got 0");
    }
}
