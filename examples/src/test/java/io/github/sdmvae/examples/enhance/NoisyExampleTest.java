/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoisyExampleTest {
    @Test
    void bundledFile_isWhatTheProgramMakes(@TempDir Path folder) throws IOException {
        Path made = folder.resolve("noisy.wav");
        NoisyExample.main(made.toString());
        assertThat(made).hasSameBinaryContentAs(NoisyExample.file());
    }
}
