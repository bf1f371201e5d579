/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.prior.Prior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnhancedFileTest {
    @TempDir
    private Path folder;

    private static Enhancer enhancer() {
        return Enhancer.builder(SmallSpeech.model(Prior.standardNormal(), 1))
                .iterations(3)
                .build();
    }

    private Path recording(AudioClip clip) throws IOException {
        Path file = folder.resolve("in.wav");
        clip.writeWavFloat(file);
        return file;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SmallSpeech.RATE, 4800, 1500, 1999})
    void fromFileToFile_givesTheSamplesOfTheClip(int rate) throws IOException {
        Path in = recording(SmallSpeech.noisy(90_000, rate, 1));
        Path out = folder.resolve("out.wav");
        Path noise = folder.resolve("noise.wav");
        FileChoices choices = FileChoices.defaults().withFloats(true).withNoise(noise);
        EnhancedFile result = enhancer().enhance(in, out, choices);
        Enhancement inMemory = enhancer().enhance(AudioClip.read(in));
        assertThat(result.summary()).isEqualTo(inMemory.summary());
        assertThat(result.sampleRate()).isEqualTo(rate);
        assertSame(AudioClip.read(out), inMemory.speech());
        assertSame(AudioClip.read(noise), inMemory.noise());
        assertThat(files()).containsExactly("in.wav", "noise.wav", "out.wav");
    }

    /** To the bits of the floats in the file. */
    private static void assertSame(AudioClip file, AudioClip clip) {
        assertThat(file.length()).isEqualTo(clip.length());
        double[] ours = file.samples();
        double[] theirs = clip.samples();
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i]).isEqualTo((double) (float) theirs[i]);
        }
    }

    @Test
    void sixteenBits_areScaledAndNeverClipped() throws IOException {
        double[] loud = SmallSpeech.noisy(4000, SmallSpeech.RATE, 2).samples();
        for (int i = 0; i < loud.length; i++) {
            loud[i] *= 5;
        }
        Path in = recording(AudioClip.of(loud, SmallSpeech.RATE));
        Path out = folder.resolve("out.wav");
        EnhancedFile result = enhancer().enhance(in, out);
        assertThat(result.summary().notes()).anyMatch(note -> note.contains("scaled to 1"));
        assertThat(AudioClip.read(out).peak()).isEqualTo(1, within(1e-4));
    }

    @Test
    void silence_givesZeros() throws IOException {
        Path in = recording(AudioClip.of(new double[700], SmallSpeech.RATE));
        Path out = folder.resolve("out.wav");
        EnhancedFile result = enhancer().enhance(in, out);
        assertThat(AudioClip.read(out).peak()).isZero();
        assertThat(AudioClip.read(out).length()).isEqualTo(700);
        assertThat(result.summary().notes()).anyMatch(note -> note.contains("silence"));
    }

    @Test
    void recordingAsItsOwnResult_isRefusedAndLeftAlone() throws IOException {
        Path in = recording(SmallSpeech.noisy(2000, SmallSpeech.RATE, 3));
        byte[] before = Files.readAllBytes(in);
        assertThatThrownBy(() -> enhancer().enhance(in, in)).hasMessageContaining("the recording itself");
        assertThatThrownBy(() -> enhancer()
                        .enhance(
                                in,
                                folder.resolve("a.wav"),
                                FileChoices.defaults().withNoise(folder.resolve("a.wav"))))
                .hasMessageContaining("named twice");
        assertThat(Files.readAllBytes(in)).isEqualTo(before);
        assertThat(files()).containsExactly("in.wav");
    }

    @Test
    void shortOrMissingRecordings_areNamed() throws IOException {
        Path in = recording(AudioClip.of(new double[20], SmallSpeech.RATE));
        assertThatThrownBy(() -> enhancer().enhance(in, folder.resolve("out.wav")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in.wav")
                .hasMessageContaining("at least 33 samples");
        assertThatThrownBy(() -> enhancer().enhance(folder.resolve("no.wav"), folder.resolve("out.wav")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.wav");
        assertThat(files()).containsExactly("in.wav");
    }

    @Test
    void voices_goToFilesOfTheirOwn() throws IOException {
        Path in = recording(SmallSpeech.noisy(5000, SmallSpeech.RATE, 4));
        Separator separator = Separator.builder()
                .source("anna", SmallSpeech.model(Prior.standardNormal(), 1))
                .source("ben", SmallSpeech.model(Prior.standardNormal(), 2))
                .iterations(3)
                .build();
        Map<String, Path> out = Map.of("anna", folder.resolve("a.wav"), "ben", folder.resolve("b.wav"));
        separator.separate(in, out, FileChoices.defaults().withFloats(true));
        Separation inMemory = separator.separate(AudioClip.read(in));
        assertSame(AudioClip.read(folder.resolve("a.wav")), inMemory.source("anna"));
        assertSame(AudioClip.read(folder.resolve("b.wav")), inMemory.source("ben"));
        assertThatThrownBy(() -> separator.separate(in, Map.of(), FileChoices.defaults()))
                .hasMessageContaining("[anna, ben]");
    }
}
