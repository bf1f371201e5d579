/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.examples.Started;
import io.github.sdmvae.examples.TinySpeech;
import io.github.sdmvae.metrics.SiSdr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnhanceTest {
    @TempDir
    private static Path folder = Path.of(".");

    private static Path noisy = Path.of(".");
    private static Path model = Path.of(".");

    @BeforeAll
    static void make() throws IOException {
        noisy = Files.createDirectories(folder.resolve("in")).resolve("noisy.wav");
        TinySpeech.write(noisy, 1.1, 5);
        model = TinyModel.write(folder.resolve("tiny.sdmvae"));
    }

    private static Started run(Object... arguments) {
        Object[] words = new Object[arguments.length + 1];
        words[0] = "Enhance";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return Started.with(words);
    }

    @Test
    void speechAndNoise_addUpToTheRecording_inOneLine() throws IOException {
        Path out = folder.resolve("speech.wav");
        Path rest = folder.resolve("noise.wav");
        Started done =
                run(noisy, out, "--model", model, "--method", "mh", "--iterations", 3, "--float", "--noise-out", rest);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.out().lines()).hasSize(1);
        assertThat(done.out())
                .matches("noisy.wav: 1.1 s in [0-9.]+ s, [0-9.]+ times real time, accepted [0-9.]+, cost [-0-9.]+ to"
                        + " [-0-9.]+, written: .*speech.wav\\R");
        double[] input = AudioClip.read(noisy).samples();
        double[] speech = AudioClip.read(out).samples();
        double[] noise = AudioClip.read(rest).samples();
        assertThat(speech).hasSameSizeAs(input);
        for (int t = 0; t < input.length; t++) {
            assertThat(speech[t] + noise[t]).isCloseTo(input[t], within(1e-6));
        }
    }

    @Test
    void shippedModel_takesTheNoiseOfTheBundledExample() throws IOException {
        Path out = folder.resolve("clean.wav");
        Started done = run(NoisyExample.file(), out, "--iterations", 20);
        assertThat(done.status()).as(done.err()).isZero();
        double[] clean = NoisyExample.clean().samples();
        double before = SiSdr.strict(clean, AudioClip.read(NoisyExample.file()).samples());
        assertThat(SiSdr.strict(clean, AudioClip.read(out).samples())).isGreaterThan(before + 3);
    }

    @Test
    void folder_goesIntoAFolder_andOneThatFailsIsNamed() throws IOException {
        Path in = Files.createDirectories(folder.resolve("several/deep"));
        TinySpeech.write(in.resolve("a.wav"), 1.1, 1);
        TinySpeech.write(in.resolveSibling("b.wav"), 1.1, 2);
        Files.writeString(in.resolveSibling("broken.wav"), "no sound");
        Path out = folder.resolve("several out");
        Started done = run(in.getParent(), out, "--model", model, "--method", "fixed", "--iterations", 2);
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.out().lines()).hasSize(2);
        assertThat(done.err()).contains("broken.wav", "1 of 3 recordings could not be enhanced");
        assertThat(out.resolve("deep/a.wav")).exists();
        assertThat(out.resolve("b.wav")).exists();
    }

    @Test
    void twoRecordingsWithOneTarget_areRefused_beforeAnyWork() throws IOException {
        Path in = Files.createDirectories(folder.resolve("twins"));
        TinySpeech.write(in.resolve("a.wav"), 1.1, 1);
        Files.copy(in.resolve("a.wav"), in.resolve("a.aiff"));
        Path out = folder.resolve("twins out");
        Started done = run(in, out, "--model", model);
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.err()).contains("a.aiff", "a.wav would both be written to", "rename one");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void sameSeed_sameBytes() throws IOException {
        Path one = folder.resolve("one.wav");
        Path two = folder.resolve("two.wav");
        for (Path out : new Path[] {one, two}) {
            run(noisy, out, "--model", model, "--method", "mh", "--iterations", 2, "--seed", 9);
        }
        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void page_letsHearBeforeAndAfter_atTheModelsRate() throws IOException {
        Path in = Files.createDirectories(folder.resolve("to hear"));
        AudioClip.read(noisy).resample(48000).writeWav16(in.resolve("high.wav"));
        Files.copy(noisy, in.resolve("low.wav"));
        Path page = folder.resolve("page");
        Started done = run(
                in,
                folder.resolve("heard"),
                "--model",
                model,
                "--method",
                "fixed",
                "--iterations",
                2,
                "--report",
                page);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err()).contains("Open " + page.resolve("index.html"));
        assertThat(Files.readString(page.resolve("index.html")))
                .contains("high.wav", "low.wav", "as recorded", "cleaned", "what was taken away");
        List<Path> sounds = SpeechFolder.recordings(page);
        assertThat(sounds).hasSize(6);
        for (Path sound : sounds) {
            assertThat(AudioClip.read(sound).sampleRate()).isEqualTo(16000);
        }
    }

    @Test
    void pageOfSomebodyElse_isRefusedBeforeAnyWork() throws IOException {
        Path page = Files.createDirectories(folder.resolve("own page"));
        Files.writeString(page.resolve("index.html"), "<p>mine");
        Path out = folder.resolve("never.wav");
        assertRefused(run(noisy, out, "--model", model, "--report", page), "index.html");
        assertThat(out).doesNotExist();
    }

    @Test
    void silence_isSaid() throws IOException {
        Path silent = folder.resolve("silent.wav");
        AudioClip.of(new double[16000], 16000).writeWav16(silent);
        Path out = folder.resolve("silent out.wav");
        Started done = run(silent, out, "--model", model);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err()).contains("silen");
        assertThat(AudioClip.read(out).peak()).isZero();
    }

    @Test
    void senselessArguments_areRefused() {
        assertRefused(run(noisy, noisy, "--model", model), "IN and OUT are the same");
        assertRefused(run(folder.resolve("none.wav"), folder.resolve("x.wav")), "none.wav: there is no such file");
        assertRefused(run(noisy, folder.resolve("x.wav"), "--model", model, "--method", "gibbs"), "got gibbs");
        assertRefused(run(noisy, folder.resolve("x.wav"), "--model", model, "--start", "top"), "got top");
        assertRefused(run(noisy, folder.resolve("x.wav"), "--model", model, "--residual", "3"), "got 3.0");
        assertRefused(run(noisy, folder.resolve("x.wav"), "--model", model, "--noise-rank", "0"), "got 0");
        assertRefused(
                run(noisy.getParent(), folder.resolve("y"), "--noise-out", folder.resolve("n.wav")), "IN is a folder");
        assertThat(folder.resolve("x.wav")).doesNotExist();
    }

    private static void assertRefused(Started refused, String why) {
        assertThat(refused.status()).as(refused.err()).isEqualTo(1);
        assertThat(refused.err()).contains(why);
        assertThat(refused.out()).isEmpty();
    }
}
