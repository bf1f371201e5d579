/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.examples.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectorStudyTest {
    @TempDir
    private Path folder;

    @Test
    void weights_haveARowAndAMapEach() throws IOException {
        Started started = Started.with(
                "SelectorStudy",
                "--weights",
                "0,10",
                "--selector-of-code",
                "--steps",
                40,
                "--seeds",
                2,
                "--out",
                folder);
        assertThat(started.err()).isEmpty();
        assertThat(started.status()).isZero();
        assertThat(started.out())
                .contains("| no selector | 40 | – |", "| R of the code, w = 10.0 | 40 | -", "mean of 2 seeds");
        assertThat(Files.readString(folder.resolve("table.md")).split("\n<!--", 2)[0])
                .isSubstringOf(started.out());
        assertThat(folder.resolve("energies.png")).isNotEmptyFile();
    }

    @Test
    void points_belongToTheSameClustersWhereverTheyBegin() {
        ClusterPoints all = ClusterPoints.of(0, 20);
        ClusterPoints some = ClusterPoints.of(5, 15);
        assertThat(some.rows()[0]).isEqualTo(all.rows()[5]);
        assertThat(some.cluster()[14]).isEqualTo(all.cluster()[19]);
        assertThat(all.cluster()).contains(0, 1, 2, 3);
    }

    @Test
    void energies_sumToOneInEveryCluster() {
        ClusterPoints points = ClusterPoints.of(0, 50);
        float[][] codes = new float[50][3];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = new float[] {points.cluster()[i], 2, i % 2};
        }
        for (float[] shares : points.energies(codes)) {
            assertThat(shares[0] + shares[1] + shares[2]).isCloseTo(1, within(1e-6f));
        }
    }

    @Test
    void nonsense_isRefused() {
        assertThat(Started.with("SelectorStudy", "--seeds", 0, "--out", folder).err())
                .contains("--seeds must be at least 1");
        assertThat(Started.with("SelectorStudy", "--weights", "-1", "--out", folder)
                        .err())
                .contains("-1");
    }
}
