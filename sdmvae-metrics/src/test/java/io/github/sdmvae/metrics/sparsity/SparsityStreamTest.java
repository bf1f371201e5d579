/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.metrics.FrameMask;
import io.github.sdmvae.metrics.FrameMean;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SparsityStreamTest {
    private static final FrameMeasure HOYER = FrameMeasure.hoyerAsPublished();
    private static final float[][] CODES = {{1, 0, 0, 0}, {1, 1, 1, 1}, {0, 0, 0, 0}, {3, 0, 4, 0}};

    @Test
    void mean_leavesUndefinedFramesOutAndCountsThem() {
        SparsityStream stream = SparsityStream.of(HOYER);
        assertThat(stream.mean(HOYER).mean()).isNaN();
        stream.add(CodeFrames.points(CODES));
        FrameMean mean = stream.mean(HOYER);
        assertThat(mean.mean()).isCloseTo(1.6 / 3, within(1e-12));
        assertThat(mean.used()).isEqualTo(3);
        assertThat(mean.undefined()).isEqualTo(1);
    }

    @Test
    void batches_doNotMatter() {
        SparsityStream whole = SparsityStream.of(HOYER);
        whole.add(CodeFrames.points(CODES));
        SparsityStream parts = SparsityStream.of(HOYER);
        parts.add(CodeFrames.points(Arrays.copyOf(CODES, 1)));
        parts.add(CodeFrames.points(new float[0][]));
        parts.add(CodeFrames.points(Arrays.copyOfRange(CODES, 1, 4)));
        assertThat(parts.mean(HOYER)).isEqualTo(whole.mean(HOYER));
    }

    @Test
    void maskedFrames_doNotCount() {
        float[][] power = {{1, 1}, {0, 0}, {1, 1}, {1, 1}};
        boolean[] mask = FrameMask.within(power, 40);
        SparsityStream stream = SparsityStream.of(HOYER);
        stream.add(CodeFrames.points(CODES), mask);
        assertThat(stream.mean(HOYER).mean()).isCloseTo(0.8, within(1e-12));
        EntryEnergies energies = new EntryEnergies(4);
        energies.add(CodeFrames.points(CODES), mask);
        assertThat(energies.used()).isEqualTo(3);
        assertThat(energies.rms()[1]).isZero();
        assertThatThrownBy(() -> stream.add(CodeFrames.points(CODES), new boolean[3]))
                .hasMessageContaining("got 3 for 4");
    }

    @Test
    void otherMeasures_areNotAnswered() {
        SparsityStream stream = SparsityStream.of(HOYER);
        assertThatThrownBy(() -> stream.mean(FrameMeasure.effectiveEntries()))
                .hasMessageContaining("effective entries");
        assertThatThrownBy(SparsityStream::of).hasMessageContaining("at least one");
    }

    @Test
    void energies_workedValues() {
        EntryEnergies energies = new EntryEnergies(2);
        energies.add(CodeFrames.points(new float[][] {{3, 1}}));
        energies.add(CodeFrames.points(new float[][] {{0, -1}, {Float.NaN, 1}}));
        assertThat(energies.used()).isEqualTo(2);
        assertThat(energies.undefined()).isEqualTo(1);
        assertThat(energies.rms()).containsExactly(new double[] {3 / Math.sqrt(2), 1}, within(1e-12));
        assertThat(energies.largestShare()).isCloseTo(9 / 11.0, within(1e-12));
        assertThat(energies.effectiveEntries()).isCloseTo(121 / 85.0, within(1e-12));
    }

    @Test
    void energies_ofGatedEntries_areThoseOfTheCode() {
        EntryEnergies energies = new EntryEnergies(2);
        float[][] mean = {{2, 8}};
        energies.add(CodeFrames.spikeAndSlab(mean, new float[1][2], new float[][] {{1, 0.25f}}));
        assertThat(energies.rms()).containsExactly(2, 2);
        assertThat(energies.largestShare()).isEqualTo(0.5);
    }

    @Test
    void energies_ofNothing_areUndefined() {
        EntryEnergies energies = new EntryEnergies(2);
        assertThat(energies.rms()).containsOnly(Double.NaN);
        energies.add(CodeFrames.points(new float[1][2]));
        assertThat(energies.rms()).containsOnly(0);
        assertThat(energies.largestShare()).isNaN();
        assertThat(energies.effectiveEntries()).isNaN();
        assertThatThrownBy(() -> energies.add(CodeFrames.points(new float[1][3])))
                .hasMessageContaining("got 3");
        assertThatThrownBy(() -> new EntryEnergies(0)).hasMessageContaining("got 0");
    }
}
