/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.metrics.SiSdr;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of time as priors of speech. */
class TimeEnhancementTest {

    static Stream<PosteriorMethod> methods() {
        return Stream.of(
                PosteriorMethod.pointEstimate(), PosteriorMethod.variational(), PosteriorMethod.fixedEncoder());
    }

    static Stream<PosteriorMethod> gradients() {
        return methods().filter(method -> !(method instanceof FixedEncoder));
    }

    private static SpeechModel model(Dynamics dynamics) {
        return SmallSpeech.model(b -> b.dynamics(dynamics).seed(5));
    }

    private static Enhancer.Builder builder(SpeechModel model, PosteriorMethod method) {
        return Enhancer.builder(model)
                .noise(NoiseModel.nonNegativeFactors(2))
                .method(method)
                .iterations(4);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void speechAndNoise_areTheRecording_whateverTheThreads(PosteriorMethod method) {
        AudioClip noisy = SmallSpeech.noisy(3000, SmallSpeech.RATE, 1);
        Enhancement result = builder(model(Dynamics.bidirectionalRvae()), method)
                .threads(1)
                .build()
                .enhance(noisy);
        double[] speech = result.speech().samples();
        double[] noise = result.noise().samples();
        for (int i = 0; i < speech.length; i++) {
            assertThat(speech[i] + noise[i]).isEqualTo(noisy.samples()[i], within(1e-12));
        }
        assertThat(result.costs()).hasSize(4).allMatch(Double::isFinite);
        assertThat(builder(model(Dynamics.bidirectionalRvae()), method)
                        .threads(2)
                        .build()
                        .enhance(noisy)
                        .speech()
                        .samples())
                .isEqualTo(speech);
    }

    /** One frame more than fits a stretch: two of equal length, but for one frame. */
    @Test
    void longRecordings_goInEqualStretches() {
        Enhancer enhancer = builder(model(Dynamics.rvae()), PosteriorMethod.fixedEncoder())
                .iterations(1)
                .build();
        Enhancement result = enhancer.enhance(SmallSpeech.noisy(MixtureSetup.LONGEST * 16, SmallSpeech.RATE, 2));
        assertThat(result.share().size()).isEqualTo(MixtureSetup.LONGEST + 1);
        assertThat(result.costs()).allMatch(Double::isFinite);
        MixtureSetup setup = setup(model(Dynamics.rvae()), PosteriorMethod.pointEstimate());
        assertThat(setup.tileRows(MixtureSetup.LONGEST)).isEqualTo(MixtureSetup.LONGEST);
        assertThat(setup.tiles(MixtureSetup.LONGEST)).isEqualTo(1);
        assertThat(setup.tileRows(MixtureSetup.LONGEST + 1)).isEqualTo(MixtureSetup.LONGEST / 2 + 1);
        assertThat(setup.tiles(MixtureSetup.LONGEST + 1)).isEqualTo(2);
    }

    private static MixtureSetup setup(SpeechModel model, PosteriorMethod method) {
        FitSettings settings = new FitSettings(
                NoiseModel.nonNegativeFactors(2),
                method,
                null,
                NoiseStart.noiseFloor(),
                false,
                3,
                null,
                1,
                1,
                report -> {});
        return MixtureSetup.of(List.of("speech"), List.of(model), settings);
    }

    /** The recurrent decoder's E step against one written a second time, in double precision. */
    @Test
    void pointEstimate_meetsAReferenceInDouble() {
        ModelDefinition definition =
                model(Dynamics.rvae()).vae().definition().toBuilder().hidden(6).build();
        Vae vae = Vae.of(definition, ModelState.initial(definition), HostEngine.of(Precision.FLOAT64));
        int frames = 9;
        int bins = definition.inputSize();
        FloatRows.InMemory rows = new FloatRows.InMemory(frames, bins);
        float[] power = new float[frames * bins];
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < power.length; i++) {
            power[i] = (float) (3 * random.nextDouble() * random.nextDouble() + 1e-3);
        }
        rows.write(0, frames, power);
        MixtureSetup setup = setup(
                SpeechModel.of(vae, SmallSpeech.frontEnd()),
                PosteriorMethod.pointEstimate().steps(3).rate(0.05));
        MixturePower mixture = MixturePower.of(rows);
        TileStore store = TileStore.inMemory(1);
        NoiseFactors factors = NoiseFactors.start(NoiseStart.noiseFloor(), new double[0], 2, mixture, 1);
        double[] wide = new double[power.length];
        Arrays.setAll(wide, i -> power[i]);
        TimeReference reference = new TimeReference(vae, wide);
        try (MixtureFit fit =
                new MixtureFit(setup, mixture, Band.whole(mixture.bins()), store, factors, setup.tileRows(frames))) {
            fit.start();
            SourceState state = store.load(0).sources().get(0);
            double[] codes = state.codes.clone();
            double[][] moments = {new double[codes.length], new double[codes.length], new double[1]};
            for (int iteration = 0; iteration < 3; iteration++) {
                double[] noise = noise(store.load(0).activations(), factors, bins);
                reference.steps(3, 0.05, codes, noise, state.gamma, moments);
                fit.iterate(iteration);
                assertThat(state.codes).containsExactly(codes, within(1e-6));
                double[] after = noise(store.load(0).activations(), factors, bins);
                assertThat(fit.costs().get(iteration))
                        .isCloseTo(reference.loss(codes, after) / frames / bins, within(1e-8));
            }
        }
    }

    private static double[] noise(double[] activations, NoiseFactors factors, int bins) {
        int rank = factors.rank();
        double[] noise = new double[activations.length / rank * bins];
        for (int i = 0; i < noise.length; i++) {
            for (int k = 0; k < rank; k++) {
                noise[i] += activations[i / bins * rank + k] * factors.basis()[k * bins + i % bins];
            }
        }
        return noise;
    }

    /** Whose decoder takes each frame alone is a static model, if its encoder says the same. */
    @ParameterizedTest
    @MethodSource("gradients")
    void decoderByFrame_isTheStaticModel(PosteriorMethod method) {
        Vae still = silent(SmallSpeech.model(b -> b).vae());
        Dynamics byFrame = Dynamics.dkf().withRecurrence(CodeRecurrence.NONE);
        Vae overTime = silent(SmallSpeech.model(b -> b.dynamics(byFrame)).vae());
        overTime = withDecoderOf(still, overTime);
        AudioClip noisy = SmallSpeech.noisy(900, SmallSpeech.RATE, 3);
        Enhancement one = builder(SpeechModel.of(still, SmallSpeech.frontEnd()), method)
                .build()
                .enhance(noisy);
        Enhancement other = builder(SpeechModel.of(overTime, SmallSpeech.frontEnd()), method)
                .build()
                .enhance(noisy);
        for (int i = 0; i < one.costs().size(); i++) {
            assertThat(other.costs().get(i)).isCloseTo(one.costs().get(i), within(1e-6));
        }
        assertThat(other.speech().samples()).containsExactly(one.speech().samples(), within(1e-5));
    }

    /** An encoder whose heads say the same of every frame. */
    private static Vae silent(Vae model) {
        float[] values = model.state().parameters();
        model.definition().graph().layout().entries().stream()
                .filter(entry -> entry.name().startsWith("encoder"))
                .forEach(entry -> Arrays.fill(values, entry.offset(), entry.offset() + entry.length(), 0));
        return with(model, values);
    }

    private static Vae withDecoderOf(Vae from, Vae to) {
        float[] values = to.state().parameters();
        to.definition().graph().layout().entries().stream()
                .filter(entry -> entry.name().startsWith("decoder"))
                .forEach(entry -> System.arraycopy(
                        java.util.Objects.requireNonNull(from.weights().get(entry.name()))
                                .toFloats(),
                        0,
                        values,
                        entry.offset(),
                        entry.length()));
        return with(to, values);
    }

    private static Vae with(Vae model, float[] values) {
        ModelState state = ModelState.of(
                values,
                GammaUpdate.closedForm(),
                new float[model.definition().codeSize() + 1],
                null,
                model.state().provenance());
        return Vae.of(model.definition(), state, HostEngine.of(Precision.FLOAT64));
    }

    @Test
    void trainedModel_takesNoiseOutOfAMixture() {
        SpeechModel speech = SpeechModel.of(trained(), SmallSpeech.frontEnd());
        AudioClip clean = SmallSpeech.tone(6000, 131);
        SplittableRandom random = new SplittableRandom(4);
        double[] mixed = clean.samples();
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] += random.nextDouble() - 0.5;
        }
        AudioClip noisy = AudioClip.of(mixed, SmallSpeech.RATE);
        double before = SiSdr.strict(clean.samples(), mixed);
        for (PosteriorMethod method : List.of(PosteriorMethod.pointEstimate(), PosteriorMethod.variational())) {
            Enhancement result = Enhancer.builder(speech)
                    .noise(NoiseModel.nonNegativeFactors(1))
                    .method(method)
                    .iterations(30)
                    .build()
                    .enhance(noisy);
            assertThat(result.costs().get(29)).isLessThan(result.costs().get(0));
            double after = SiSdr.strict(clean.samples(), result.speech().samples());
            assertThat(after - before).as(method.toString()).isGreaterThan(4);
        }
    }

    private static Vae trained() {
        float[][][] spectra = new float[24][][];
        for (int s = 0; s < spectra.length; s++) {
            AudioClip clip = SmallSpeech.tone(4000, s).normalisePeak(1);
            spectra[s] = SmallSpeech.frontEnd().analyse(clip).power().toRows();
        }
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(33)
                .hidden(24)
                .latentSize(4)
                .prior(Prior.learnedVariance())
                .dynamics(Dynamics.bidirectionalRvae().withRecurrence(CodeRecurrence.NONE))
                .build();
        return Trainer.builder()
                .epochs(36)
                .batchSize(8)
                .learningRate(5e-3)
                .gradientClipping(5)
                .engine(CpuEngine.withThreads(1))
                .build()
                .fit(definition, Sequences.of(spectra).cut(25))
                .model();
    }

    @Test
    void refusals_nameTheCause() {
        for (PosteriorMethod method :
                List.of(PosteriorMethod.metropolisHastings(), PosteriorMethod.langevin(), PosteriorMethod.mala())) {
            assertThatThrownBy(() -> builder(model(Dynamics.rvae()), method).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "not yet supported: " + method.toString().split("\\[", 2)[0])
                    .hasMessageContaining("model of time")
                    .hasMessageContaining("PosteriorMethod.variational()");
        }
        assertThatThrownBy(() -> Enhancer.builder(
                        SmallSpeech.model(b -> b.dynamics(Dynamics.dkf()).prior(Prior.markov()))))
                .hasMessageContaining("prior reads the codes before")
                .hasMessageContaining("markov");
        assertThatThrownBy(() -> Enhancer.builder(SmallSpeech.model(
                        b -> b.dynamics(Dynamics.rvae()).prior(Prior.learnedVariance(GammaUpdate.anchored(1))))))
                .hasMessageContaining("prior reads the codes before")
                .hasMessageContaining("anchored");
    }
}
