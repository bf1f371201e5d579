/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.examples.TinySpeech;
import io.github.sdmvae.examples.enhance.Mixtures.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixturesTest {
    private static final SpeechFrontEnd FRONT_END = SpeechFrontEnd.of(SpeechOptions.defaults());
    private static final List<Double> LEVELS = List.of(-5.0, 5.0);

    @TempDir
    private static Path folder = Path.of(".");

    private static List<Path> speech = List.of();
    private static Path noise = Path.of(".");

    @BeforeAll
    static void make() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String speaker : List.of("ann", "bob")) {
            for (int i = 0; i < 2; i++) {
                Path file = Files.createDirectories(folder.resolve(speaker)).resolve(speaker + i + ".wav");
                TinySpeech.write(file, 1.1, file.hashCode());
                files.add(file);
            }
        }
        speech = files;
        noise = TinyNoise.folder(folder);
    }

    private static Plan plan(long seed) {
        return new Plan(LEVELS, Double.POSITIVE_INFINITY, 0, seed);
    }

    private static Mixtures mixtures(long seed) throws IOException {
        return Mixtures.open(FRONT_END, speech, noise, plan(seed));
    }

    @Test
    void numberAndSeed_sayWhatAMixtureIs() throws IOException {
        double[] first = mixtures(1).of(3).noisy().samples();
        assertThat(mixtures(1).of(3).noisy().samples()).isEqualTo(first);
        assertThat(mixtures(2).of(3).noise().samples())
                .isNotEqualTo(mixtures(1).of(3).noise().samples());
    }

    @Test
    void everyNoise_hasEveryLevel_andSpeakersTakeTurns() throws IOException {
        Set<String> seen = new HashSet<>();
        List<String> speakers = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            Mixture mixture = mixtures(1).of(n);
            seen.add(mixture.noiseName() + mixture.level());
            speakers.add(mixture.speech().substring(0, 3));
        }
        assertThat(seen).hasSize(4);
        assertThat(speakers.subList(0, 2)).containsExactlyInAnyOrder("ann", "bob");
        assertThat(speakers.subList(2, 4)).isEqualTo(speakers.subList(0, 2));
    }

    @Test
    void parts_addUpAtTheLevel() throws IOException {
        for (int n = 0; n < 4; n++) {
            Mixture mixture = mixtures(1).of(n);
            double[] clean = mixture.clean().samples();
            double[] added = mixture.noise().samples();
            double[] noisy = mixture.noisy().samples();
            double speechEnergy = 0;
            double noiseEnergy = 0;
            for (int t = 0; t < clean.length; t++) {
                assertThat(noisy[t]).isEqualTo(clean[t] + added[t]);
                speechEnergy += clean[t] * clean[t];
                noiseEnergy += added[t] * added[t];
            }
            assertThat(10 * Math.log10(speechEnergy / noiseEnergy)).isCloseTo(mixture.level(), within(1e-9));
            assertThat(mixture.elsewhere().samples()).isNotEqualTo(added);
            assertThat(mixture.elsewhere().length()).isEqualTo(clean.length);
        }
    }

    @Test
    void idealGain_isBetterThanTheMixtureByFar() throws IOException {
        Mixture mixture = mixtures(1).of(0);
        MixtureScores noisy = MixtureScores.of(mixture, mixture.noisy(), 0);
        MixtureScores ideal = MixtureScores.of(mixture, Method.ideal(mixture, FRONT_END), 0);
        assertThat(noisy.of(Score.SI_SDR)).isCloseTo(mixture.level(), within(0.5));
        assertThat(ideal.of(Score.SI_SDR)).isGreaterThan(noisy.of(Score.SI_SDR) + 6);
    }

    @Test
    void longRecordings_areCut() throws IOException {
        Mixture whole = mixtures(1).of(2);
        Mixture cut = Mixtures.open(FRONT_END, speech, noise, new Plan(LEVELS, 1, 0, 1))
                .of(2);
        assertThat(cut.clean().samples()).isEqualTo(Arrays.copyOf(whole.clean().samples(), 16000));
        assertThat(cut.noisy().length()).isEqualTo(16000);
    }

    @Test
    void rumble_isTakenOutOfTheSpeechBeforeMixing() throws IOException {
        Mixture mixture = Mixtures.open(FRONT_END, speech, noise, new Plan(LEVELS, Double.POSITIVE_INFINITY, 50, 1))
                .of(0);
        double[] clean = mixture.clean().samples();
        double[] noisy = mixture.noisy().samples();
        double[] added = mixture.noise().samples();
        assertThat(clean).isEqualTo(HighPass.of(mixtures(1).of(0).clean(), 50).samples());
        double power = 0;
        double noisePower = 0;
        for (int t = 0; t < clean.length; t++) {
            assertThat(noisy[t]).isEqualTo(clean[t] + added[t]);
            power += clean[t] * clean[t];
            noisePower += added[t] * added[t];
        }
        assertThat(10 * Math.log10(power / noisePower)).isCloseTo(mixture.level(), within(1e-9));
    }

    @Test
    void badInput_isNamed() throws IOException {
        assertThatThrownBy(() -> Mixtures.open(FRONT_END, speech, folder.resolve("none"), plan(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none: is not a folder");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> Mixtures.open(FRONT_END, speech, empty, plan(1)))
                .hasMessageContaining("empty: there is no recording");
        assertThatThrownBy(() -> new Plan(List.of(Double.NaN), 3, 0, 1))
                .hasMessageContaining("--snr must be")
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Plan(LEVELS, 0.5, 0, 1)).hasMessageContaining("--max-seconds must be");
        assertThatThrownBy(() -> new Plan(LEVELS, 3, -1, 1))
                .hasMessageContaining("--high-pass must be 0 (none) or above");
        assertThatThrownBy(() -> Mixtures.open(FRONT_END, speech, noise, new Plan(LEVELS, 3, 8000, 1))
                        .of(0))
                .hasMessageContaining("--high-pass must be 0 (none) or below half the rate of 16000 Hz, got 8000.0");
        AudioClip silent = AudioClip.of(new double[20000], 16000);
        assertThatThrownBy(() -> Mixture.of(
                        0,
                        new Mixture.Named("s", FRONT_END.load(speech.get(0))),
                        new Mixture.Named("hush", silent),
                        0,
                        0))
                .hasMessageContaining("hush is silent");
    }
}
