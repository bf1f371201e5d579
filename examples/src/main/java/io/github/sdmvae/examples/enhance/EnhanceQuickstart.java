/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.enhance.Enhancement;
import io.github.sdmvae.audio.enhance.Enhancer;
import io.github.sdmvae.audio.enhance.NoiseModel;
import io.github.sdmvae.pretrained.Pretrained;
import java.io.IOException;
import java.nio.file.Path;

/** The README's five lines that clean a noisy recording: those between the markers. */
public final class EnhanceQuickstart {
    private EnhanceQuickstart() {}

    /**
     * Cleans the bundled noisy recording.
     *
     * @param args the folder to write into (default: here)
     * @throws IOException if the recording cannot be read or the result not written
     */
    public static void main(String... args) throws IOException {
        Path recording = NoisyExample.file();
        Path results = Path.of(args.length > 0 ? args[0] : ".");
        // quickstart: begin
        SpeechModel speech = Pretrained.speech16k(); // trained on LibriSpeech
        AudioClip noisy = AudioClip.read(recording); // examples/noisy.wav
        Enhancer.Builder settings = Enhancer.builder(speech).noise(NoiseModel.fromPauses());
        Enhancement result = settings.build().enhance(noisy); // result.noise() is what was taken away
        result.speech().withPeakAtMost(1).writeWav16(results.resolve("clean.wav"));
        // quickstart: end
    }
}
