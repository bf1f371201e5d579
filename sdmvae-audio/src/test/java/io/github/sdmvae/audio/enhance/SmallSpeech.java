/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.StftConfig;
import io.github.sdmvae.audio.Window;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Provenance;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Models, untrained and small, and sounds of our own making. */
final class SmallSpeech {
    static final int RATE = 2000;

    private SmallSpeech() {}

    static SpeechFrontEnd frontEnd() {
        return SpeechFrontEnd.of(SpeechOptions.defaults()
                .withSampleRate(RATE)
                .withStft(new StftConfig(Window.sine(64), 16, StftConfig.Padding.REFLECT)));
    }

    private static ModelDefinition definition(Prior prior, Dictionary dictionary, long seed) {
        return ModelDefinition.builder()
                .inputSize(33)
                .hidden(12)
                .dictionary(dictionary)
                .prior(prior)
                .seed(seed)
                .build();
    }

    static SpeechModel model(Prior prior, long seed) {
        return SpeechModel.of(Vae.untrained(definition(prior, Dictionary.identity(4), seed)), frontEnd());
    }

    /** A model with a part more. */
    static SpeechModel model(UnaryOperator<ModelDefinitionBuilder> part) {
        ModelDefinition plain = definition(Prior.standardNormal(), Dictionary.identity(4), 1);
        return SpeechModel.of(Vae.untrained(part.apply(plain.toBuilder()).build()), frontEnd());
    }

    /** A model that knows mean variances, on an engine. */
    static SpeechModel model(Prior prior, Engine engine) {
        ModelDefinition definition = definition(prior, Dictionary.dct(4, 6), 3);
        float[] mean = new float[definition.codeSize()];
        Arrays.fill(mean, 0.4f);
        ModelState state = ModelState.of(
                definition.graph().layout().initialise(3),
                GammaUpdate.closedForm(),
                new float[definition.codeSize() + 1],
                mean,
                Provenance.now("", Map.of()));
        return SpeechModel.of(Vae.of(definition, state, engine), frontEnd());
    }

    /** A gliding tone with pauses. */
    static AudioClip tone(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double low = 100 + 200 * random.nextDouble();
        double rise = 20 + 40 * random.nextDouble();
        double pace = 4 + 3 * random.nextDouble();
        double[] samples = new double[length];
        for (int i = 0; i < length; i++) {
            double time = (double) i / RATE;
            double on = Math.max(0, Math.sin(pace * time));
            samples[i] = on * Math.sin(2 * Math.PI * (low * time + rise * time * time));
        }
        return AudioClip.of(samples, RATE);
    }

    /** A gliding tone with pauses in noise. */
    static AudioClip noisy(int length, int rate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] samples = new double[length];
        for (int i = 0; i < length; i++) {
            double time = (double) i / rate;
            double voice = Math.sin(2 * Math.PI * (150 * time + 40 * time * time)) * (Math.sin(5 * time) > 0 ? 0.5 : 0);
            samples[i] = voice + 0.1 * (random.nextDouble() - 0.5);
        }
        return AudioClip.of(samples, rate);
    }
}
