/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BundledSpeechTest {
    @Test
    void bundledSpeech_isSmallAndWhole() throws IOException {
        SpeechFolder folder = SpeechFolder.open(BundledSpeech.folder(), SpeechOptions.defaults());
        assertThat(folder.files(Part.TRAIN)).hasSize(84);
        assertThat(folder.files(Part.VALIDATION)).hasSize(12);
        assertThat(folder.files(Part.TEST)).hasSize(20);
        long bytes = 0;
        for (Part part : Part.values()) {
            for (Path file : folder.files(part)) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isLessThan(6_000_000);
        AudioClip clip = AudioClip.read(folder.files(Part.TEST).get(0));
        assertThat(clip.sampleRate()).isEqualTo(16000);
        assertThat(clip.seconds()).isBetween(1.0, 10.0);
    }
}
