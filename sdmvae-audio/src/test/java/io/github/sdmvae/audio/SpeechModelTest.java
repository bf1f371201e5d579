/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.StftConfig.Padding;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.likelihood.LikelihoodFunction;
import io.github.sdmvae.model.Extensions;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeechModelTest {
    private static final StftConfig SMALL = new StftConfig(Window.hann(64), 16, Padding.ZEROS);
    private static final SpeechFrontEnd FRONT_END = SpeechFrontEnd.of(
            SpeechOptions.defaults().withSampleRate(8000).withStft(SMALL).withTrim(25));

    @TempDir
    private Path folder = Path.of(".");

    private static ModelDefinition definition(int inputs, Likelihood likelihood) {
        return ModelDefinition.builder()
                .inputSize(inputs)
                .hidden(5)
                .latentSize(3)
                .likelihood(likelihood)
                .build();
    }

    private static Vae plain() {
        return Vae.untrained(definition(33, Likelihood.complexGaussian()));
    }

    private static AudioClip clip(double peak) {
        return AudioClip.of(TestAudio.noise(2000, 3), 8000).normalisePeak(peak);
    }

    private Path saved(String name, Vae vae) throws IOException {
        Path file = folder.resolve(name);
        vae.save(file);
        return file;
    }

    @Test
    void savedModel_knowsItsFrontEnd() throws IOException {
        Path file = folder.resolve("speech.sdmvae");
        SpeechModel model = SpeechModel.of(plain(), FRONT_END);
        model.save(file);
        SpeechModel read = SpeechModel.load(file);
        assertThat(read.frontEnd().options()).isEqualTo(FRONT_END.options());
        assertThat(read.encode(clip(1))).isDeepEqualTo(model.encode(clip(1)));
        assertThat(read.resynthesise(clip(1)).sound().samples())
                .isEqualTo(model.resynthesise(clip(1)).sound().samples());
        assertThat(SpeechModel.load(file, Extensions.none()).vae().state())
                .isEqualTo(model.vae().state());
    }

    @Test
    void everyFrontEnd_isReadBack() throws IOException {
        double[] weights = new double[64];
        Arrays.setAll(weights, i -> 1 / 3.0 + Math.sqrt(i));
        for (StftConfig stft : new StftConfig[] {
            SMALL,
            new StftConfig(Window.sine(64), 32, Padding.REFLECT),
            new StftConfig(Window.of(weights), 8, Padding.ZEROS)
        }) {
            SpeechOptions options = SpeechOptions.defaults().withStft(stft).withTrim(Double.POSITIVE_INFINITY);
            Path file = folder.resolve("m.sdmvae");
            SpeechModel.of(plain(), SpeechFrontEnd.of(options)).save(file);
            assertThat(SpeechModel.load(file).frontEnd().options()).isEqualTo(options);
        }
    }

    @Test
    void vae_ofASpeechModelsFile() throws IOException {
        Path file = folder.resolve("speech.sdmvae");
        SpeechModel.of(plain(), FRONT_END).save(file);
        Vae vae = Vae.load(file);
        assertThat(SpeechModel.frontEndOf(vae)).isPresent();
        assertThat(SpeechModel.of(vae).frontEnd().options()).isEqualTo(FRONT_END.options());
    }

    @Test
    void trainedOnAFolder_takesTheFoldersFrontEnd() throws IOException {
        for (String name : new String[] {"train/a.wav", "val/b.wav"}) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            clip(0.5).writeWav16(file);
        }
        SpeechFolder speech = SpeechFolder.open(folder, FRONT_END.options());
        SpeechModel model = SpeechModel.of(
                Trainer.builder()
                        .epochs(1)
                        .batchSize(16)
                        .build()
                        .fit(
                                definition(33, Likelihood.complexGaussian()),
                                speech.frames(SpeechFolder.Part.TRAIN),
                                speech.frames(SpeechFolder.Part.VALIDATION)),
                speech);
        assertThat(model.frontEnd().options().sampleRate()).isEqualTo(8000);
        assertThat(model.toString()).contains("\"sampleRate\":8000", "inputSize=33");
    }

    @Test
    void plainFile_needsTheFrontEnd() throws IOException {
        Path file = saved("plain.sdmvae", plain());
        assertThatThrownBy(() -> SpeechModel.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "does not know its front end", "load(file, frontEnd)");
        SpeechModel model = SpeechModel.load(file, FRONT_END);
        assertThat(model.encode(clip(1))).hasNumberOfRows(126);
        assertThat(SpeechModel.frontEndOf(Vae.load(file))).isEmpty();
    }

    @Test
    void anotherFrontEnd_isRefused() throws IOException {
        Path file = saved("speech.sdmvae", SpeechModel.of(plain(), FRONT_END).vae());
        SpeechFrontEnd other = SpeechFrontEnd.of(FRONT_END.options().withSampleRate(16000));
        assertThatThrownBy(() -> SpeechModel.load(file, other))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "\"sampleRate\":8000", "\"sampleRate\":16000");
        // What is only about reading files may differ.
        SpeechFrontEnd mixing = FRONT_END.withChannels(Channels.mix());
        assertThat(SpeechModel.load(file, mixing).frontEnd().options().channels())
                .isEqualTo(Channels.mix());
    }

    @Test
    void widthOfTheModel_mustBeTheTransforms() {
        Vae wide = Vae.untrained(definition(513, Likelihood.complexGaussian()));
        assertThatThrownBy(() -> SpeechModel.of(wide, FRONT_END))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("513 values", "33 frequencies", "hann(64)");
    }

    @Test
    void likelihood_mustBeOfPower() {
        Vae vae = Vae.untrained(definition(33, Likelihood.gaussian(1)));
        assertThatThrownBy(() -> SpeechModel.of(vae, FRONT_END))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("power spectra", "Gaussian[variance=1.0]");
        Vae own = Vae.untrained(definition(33, Likelihood.custom(new Exponential(true))));
        assertThat(SpeechModel.of(own, FRONT_END).resynthesise(clip(1)).sound().length())
                .isEqualTo(2000);
        Vae other = Vae.untrained(definition(33, Likelihood.custom(new Exponential(false))));
        assertThatThrownBy(() -> SpeechModel.of(other, FRONT_END)).hasMessageContaining("power spectra");
    }

    /** The complex Gaussian again, as a user would write it. */
    private record Exponential(boolean isOfPower) implements LikelihoodFunction {
        @Override
        public String name() {
            return "exponential";
        }

        @Override
        public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
            for (int i = 0; i < x.length; i++) {
                loss[i / width] += x[i] * Math.exp(-output[i]) + output[i];
                gradient[i] = 1 - x[i] * Math.exp(-output[i]);
            }
        }

        @Override
        public void mean(int rows, int width, double[] output, double[] mean) {
            Arrays.setAll(mean, i -> Math.exp(output[i]));
        }
    }

    @Test
    void rateOfTheClip_mustBeTheModels() {
        SpeechModel model = SpeechModel.of(plain(), FRONT_END);
        AudioClip fast = AudioClip.of(new double[2000], 16000);
        assertThatThrownBy(() -> model.encode(fast)).hasMessageContainingAll("8000 Hz", "16000 Hz");
        assertThatThrownBy(() -> model.encodeSample(fast, 1)).hasMessageContainingAll("8000 Hz", "16000 Hz");
        assertThatThrownBy(() -> model.resynthesise(fast)).hasMessageContainingAll("8000 Hz", "16000 Hz");
        assertThatThrownBy(() -> model.scores(fast)).hasMessageContainingAll("8000 Hz", "16000 Hz");
    }

    @Test
    void resynthesis_isWhatTheStepsGive() {
        SpeechModel model = SpeechModel.of(plain(), FRONT_END);
        Resynthesis speech = model.resynthesise(clip(1));
        Spectrogram spectrogram = FRONT_END.analyse(clip(1));
        float[][] codes = model.vae().encode(spectrogram.power().toRows());
        assertThat(speech.input()).isDeepEqualTo(spectrogram.power().toRows());
        assertThat(speech.codes()).isDeepEqualTo(codes);
        assertThat(speech.output()).isDeepEqualTo(model.vae().decode(codes));
        assertThat(speech.sound().samples())
                .isEqualTo(FRONT_END
                        .resynthesise(spectrogram, Frames.of(speech.output()))
                        .samples());
    }

    @Test
    void sampledResynthesis_decodesTheDraw() {
        SpeechModel model = SpeechModel.of(plain(), FRONT_END);
        Resynthesis speech = model.resynthesiseSample(clip(1), 7);
        assertThat(speech.codes()).isDeepEqualTo(model.encodeSample(clip(1), 7));
        assertThat(speech.codes()).isNotEqualTo(model.encode(clip(1)));
        assertThat(speech.output()).isDeepEqualTo(model.vae().decode(speech.codes()));
        assertThat(model.resynthesiseSample(clip(1), 8).codes()).isNotEqualTo(speech.codes());
    }

    @Test
    void level_isTheTrainingsInsideAndTheClipsOutside() {
        SpeechModel model = SpeechModel.of(plain(), FRONT_END);
        AudioClip quiet = clip(0.125); // a power of two: scaling rounds nothing
        assertThat(model.encode(quiet)).isDeepEqualTo(model.encode(clip(1)));
        assertThat(model.encodeSample(quiet, 7)).isDeepEqualTo(model.encodeSample(clip(1), 7));
        Resynthesis speech = model.resynthesise(quiet);
        assertThat(speech.original()).isSameAs(quiet);
        double loud = model.resynthesise(clip(1)).sound().peak();
        assertThat(speech.sound().peak()).isCloseTo(0.125 * loud, within(1e-12));
    }

    @Test
    void silence_isTakenAsItIs() {
        SpeechModel model = SpeechModel.of(plain(), FRONT_END);
        assertThat(model.resynthesise(AudioClip.of(new double[500], 8000)).codes())
                .hasNumberOfRows(32);
    }

    @Test
    void scores_areThoseOfTheResynthesis() {
        SpeechModel model = SpeechModel.of(plain(), FRONT_END);
        ResynthesisScores scores = model.scores(clip(1));
        assertThat(scores).isEqualTo(model.resynthesise(clip(1)).scores());
        assertThat(scores.hoyer()).isBetween(0.0, 1.0);
        assertThat(scores.siSdr()).isFinite();
        assertThat(scores.pesqWide()).isNaN(); // needs 16 kHz
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"formatVersion\":1 | \"formatVersion\":2 | newer version",
                "\"formatVersion\":1 | \"formatVersion\":0 | got 0",
                "\"sampleRate\":8000 | \"sampleRate\":0 | got 0",
                "\"sampleRate\":8000 | \"sampleRate\":\"x\" | sampleRate must be a number",
                "\"sampleRate\":8000 | \"rate\":8000 | [rate]",
                "\"hop\":16 | \"hop\":16.5 | got 16.5",
                "\"hop\":16 | \"hop\":65 | got 65",
                "\"shape\":\"hann\" | \"shape\":\"kaiser\" | [hann, sine], got 'kaiser'",
                "\"zeros\" | \"none\" | got 'none'",
                "\"peak\" | \"rms\" | got 'rms'",
                "\"trim\":25.0 | \"trim\":-1 | got -1.0",
                "\"trim\":25.0 | \"trim\":\"all\" | got 'all'",
                "\"hop\":16, | `` | no 'hop'",
                "\"window\":{ | \"window\":[],\"w\":{ | [w]",
            })
    void damagedFrontEnd_isNamed(String part, String changed, String why) throws IOException {
        String json = FrontEndJson.write(FRONT_END.options());
        assertThat(json).contains(part);
        Path file = saved("m.sdmvae", plain().withNote("frontEnd", json.replace(part, changed == null ? "" : changed)));
        assertThatThrownBy(() -> SpeechModel.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "front end", why);
    }

    @Test
    void frontEndOfAnotherShape_isNamed() throws IOException {
        for (String json : new String[] {"[]", "1", "{\"formatVersion\":[]}", "{\"formatVersion\":{}}"}) {
            Path file = saved("m.sdmvae", plain().withNote("frontEnd", json));
            assertThatThrownBy(() -> SpeechModel.load(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("front end cannot be used");
        }
    }

    @Test
    void format_staysAsItIs() {
        assertThat(FrontEndJson.write(SpeechOptions.defaults()))
                .isEqualTo("{\"formatVersion\":1,\"sampleRate\":16000,\"window\":{\"shape\":\"sine\",\"length\":1024},"
                        + "\"hop\":256,\"padding\":\"reflect\",\"normalisation\":\"peak\",\"trim\":30.0}");
    }

    @Test
    void ownWindowTooLongForAFile_isRefused() {
        double[] weights = new double[1 << 15];
        Arrays.setAll(weights, i -> 1 + 1e-9 * i);
        StftConfig stft = new StftConfig(Window.of(weights), 1 << 13, Padding.ZEROS);
        Vae wide = Vae.untrained(definition(stft.bins(), Likelihood.complexGaussian()));
        assertThatThrownBy(() -> SpeechModel.of(
                        wide, SpeechFrontEnd.of(SpeechOptions.defaults().withStft(stft))))
                .hasMessageContainingAll("notes of a model", "frontEnd");
    }

    @Test
    void peakAtMost_makesOnlyQuieter() {
        assertThat(clip(2).withPeakAtMost(1).peak()).isEqualTo(1);
        AudioClip quiet = clip(0.5);
        assertThat(quiet.withPeakAtMost(1)).isSameAs(quiet);
        assertThatThrownBy(() -> quiet.withPeakAtMost(0)).hasMessageContaining("got 0.0");
    }
}
