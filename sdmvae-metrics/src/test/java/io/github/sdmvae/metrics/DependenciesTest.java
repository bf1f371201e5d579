/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who scores speech downloads no model library and no native code. */
class DependenciesTest {

    private static final long FOUR_MEGABYTES = 4_000_000;

    @Test
    void classPath_holdsNeitherTheCoreNorNatives() {
        String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
        assertThat(entries)
                .hasSizeGreaterThan(3)
                .noneMatch(entry -> entry.matches(".*(sdmvae-core|sdmvae-audio|nd4j|javacpp|openblas).*"));
    }

    @Test
    void whatIsNeededToRun_isSmall() throws Exception {
        List<String> needed = List.of("org.jtransforms.fft.DoubleFFT_1D", "org.visnow.jlargearrays.ConcurrencyUtils");
        long bytes = 0;
        for (String name : needed) {
            var source = Class.forName(name).getProtectionDomain().getCodeSource();
            bytes += Files.size(Path.of(source.getLocation().toURI()));
        }
        assertThat(bytes).isBetween(1_000_000L, FOUR_MEGABYTES);
    }
}
