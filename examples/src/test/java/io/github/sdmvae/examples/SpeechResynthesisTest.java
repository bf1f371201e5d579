/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.StftConfig;
import io.github.sdmvae.audio.Window;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One epoch on a few seconds of made-up speech, from recordings to every file that is promised. */
class SpeechResynthesisTest {
    @TempDir
    private static Path folder = Path.of(".");

    private static Path speech = folder;
    private static Path out = folder;
    private static Started started = new Started(-1, "", "");

    @BeforeAll
    static void train() throws IOException {
        speech = TinySpeech.folder(folder);
        out = folder.resolve("what came out");
        started = Started.with(
                "SpeechResynthesis",
                "--data",
                speech,
                "--out",
                out,
                "--epochs",
                1,
                "--batch",
                16,
                "--hidden",
                8,
                "--latent",
                4,
                "--atoms",
                6,
                "--utterances",
                1,
                "--progress",
                "lines");
    }

    @Test
    void table_onStdoutAndInFiles() throws IOException {
        assertThat(started.err()).contains("152 frames", "epoch 1/1", "reconstruction", "divergence");
        assertThat(started.status()).isZero();
        assertThat(started.out()).contains("| VAE |", "| SDM-VAE, D = I |", "| SDM-VAE, DCT k = 6 |", out.toString());
        assertThat(Files.readString(out.resolve("table.md")).split("\n<!--", 2)[0])
                .isSubstringOf(started.out());
        List<String> csv = Files.readAllLines(out.resolve("table.csv"));
        assertThat(csv).hasSize(4);
        assertThat(csv.get(0))
                .startsWith("model,PESQ raw,PESQ nb,PESQ wb,STOI,ESTOI,SI-SDR dB,LSD dB,Hoyer,Hoyer unit rms,Hoyer μ/σ,"
                        + "entries for 90 %,effective entries,largest share,active units");
        assertThat(csv.get(2)).startsWith("\"SDM-VAE, D = I\",");
        assertThat(Files.readAllLines(out.resolve("history.csv"))).hasSize(4);
    }

    @Test
    void models_canBeLoaded() throws IOException {
        for (SpeechVariant model : SpeechVariant.values()) {
            SpeechModel loaded = SpeechModel.load(out.resolve("models").resolve(model.id() + ".sdmvae"));
            assertThat(loaded.frontEnd().options().sampleRate()).isEqualTo(16000);
            assertThat(loaded.vae().definition().codeSize()).isEqualTo(model == SpeechVariant.SDM_DCT ? 6 : 4);
        }
    }

    @Test
    void sound_asLongAsTheOriginal() throws IOException {
        int length = AudioClip.read(speech.resolve("test/someone/test 0.wav")).length();
        for (String name : List.of("original", "vae", "sdm-identity", "sdm-dct")) {
            AudioClip clip = AudioClip.read(out.resolve("sound/test 0-" + name + ".wav"));
            assertThat(clip.length()).isEqualTo(length);
            assertThat(clip.peak()).isPositive();
        }
    }

    @Test
    void pictures_areThere() throws IOException {
        for (String name : List.of("learning-curves", "dictionary-sdm-dct", "spectrograms-test 0", "codes-test 0")) {
            BufferedImage image =
                    ImageIO.read(out.resolve("pictures/" + name + ".png").toFile());
            assertThat(image.getWidth()).as(name).isGreaterThan(200);
        }
    }

    @Test
    void resynthesize_withATrainedModel() throws IOException {
        Path wav = folder.resolve("again.wav");
        Path png = folder.resolve("again.png");
        Path input = speech.resolve("test/someone/test 1.wav");
        Path model = out.resolve("models/sdm-dct.sdmvae");
        Started again = Started.with("Resynthesize", model, input, wav, "--picture", png);
        assertThat(again.err()).isEmpty();
        assertThat(again.out())
                .contains("SI-SDR: ", "taken as 1e-10", "Hoyer sparsity: ", "entries for 90 %", "written: " + wav);
        assertThat(AudioClip.read(wav).length()).isEqualTo(AudioClip.read(input).length());
        assertThat(png).exists();
    }

    @Test
    void resynthesize_withGriffinLim() throws IOException {
        Path wav = folder.resolve("griffin.wav");
        Path input = speech.resolve("test/someone/test 1.wav");
        Started again =
                Started.with("Resynthesize", out.resolve("models/vae.sdmvae"), input, wav, "--phase", "griffin_lim");
        assertThat(again.err()).isEmpty();
        assertThat(again.out()).contains("LSD: ").doesNotContain("SI-SDR");
        assertThat(AudioClip.read(wav).peak()).isPositive();
    }

    @Test
    void encode_withATrainedModel() throws IOException {
        Path npy = folder.resolve("codes.npy");
        Path input = speech.resolve("test/someone/test 1.wav");
        Started encoded = Started.with("Encode", out.resolve("models/sdm-dct.sdmvae"), input, npy);
        assertThat(encoded.err()).isEmpty();
        assertThat(encoded.out()).contains("codes: 76 frames x 6");
        assertThat(NpyArray.read(npy).shape()).containsExactly(76, 6);
    }

    @Test
    void olderModelFile_hasThePapersFrontEnd() throws IOException {
        Path plain = folder.resolve("plain.sdmvae");
        Vae.untrained(ModelDefinition.builder()
                        .inputSize(513)
                        .hidden(4)
                        .latentSize(3)
                        .likelihood(Likelihood.complexGaussian())
                        .build())
                .save(plain);
        Path input = speech.resolve("test/someone/test 1.wav");
        Started encoded = Started.with("Encode", plain, input, folder.resolve("plain.npy"));
        assertThat(encoded.err()).isEmpty();
        assertThat(encoded.out()).contains("codes: 76 frames x 3");
    }

    @Test
    void modelOfAnotherRate_readsAndWritesAtItsOwn() throws IOException {
        Path slow = folder.resolve("slow.sdmvae");
        SpeechOptions options = SpeechOptions.defaults()
                .withSampleRate(8000)
                .withStft(new StftConfig(Window.sine(64), 16, StftConfig.Padding.ZEROS));
        Vae vae = Vae.untrained(ModelDefinition.builder()
                .inputSize(33)
                .hidden(4)
                .latentSize(3)
                .likelihood(Likelihood.complexGaussian())
                .build());
        SpeechModel.of(vae, SpeechFrontEnd.of(options)).save(slow);
        Path wav = folder.resolve("slow.wav");
        Started again = Started.with("Resynthesize", slow, speech.resolve("test/someone/test 1.wav"), wav);
        assertThat(again.err()).isEmpty();
        assertThat(AudioClip.read(wav).sampleRate()).isEqualTo(8000);
        assertThat(AudioClip.read(wav).length()).isEqualTo(9600);
    }

    @Test
    void trainSpeech_savesAModel() throws IOException {
        Path model = folder.resolve("own.sdmvae");
        Started trained = Started.with(
                "TrainSpeech",
                speech,
                model,
                "--epochs",
                2,
                "--batch",
                16,
                "--hidden",
                "8,6",
                "--latent",
                4,
                "--dictionary",
                "dct-constant",
                "--gamma",
                "shared",
                "--beta",
                0.5,
                "--activation",
                "sigmoid",
                "--schedule",
                "cosine");
        assertThat(trained.err()).contains("epoch 2/2");
        assertThat(trained.out()).contains("best epoch: ", "validation reconstruction: ", "model: " + model);
        assertThat(SpeechModel.load(model).vae().definition().decoderHidden()).containsExactly(6, 8);
    }

    @Test
    void trainSpeech_unreadableRecording() throws IOException {
        Path root = TinySpeech.folder(Files.createDirectories(folder.resolve("damaged")));
        Path damaged = Files.writeString(root.resolve("train/someone/x.wav"), "no sound");
        Path model = folder.resolve("skipped.sdmvae");
        Object[] args = {"TrainSpeech", root, model, "--epochs", 1, "--batch", 16, "--hidden", 4, "--latent", 2};
        Started failed = Started.with(args);
        assertThat(failed.status()).isEqualTo(Examples.FAILED);
        assertThat(failed.err().lines()).hasSize(1).allMatch(line -> line.contains(damaged.toString()));
        Object[] skipping = java.util.stream.Stream.concat(
                        java.util.Arrays.stream(args), java.util.stream.Stream.of("--skip-unreadable"))
                .toArray();
        Started skipped = Started.with(skipping);
        assertThat(skipped.err()).contains("left out: " + damaged);
        assertThat(skipped.status()).isZero();
    }
}
