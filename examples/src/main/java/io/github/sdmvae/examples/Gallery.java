/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Resynthesis;
import io.github.sdmvae.examples.picture.ModelPictures;
import io.github.sdmvae.examples.picture.PictureFolder;
import io.github.sdmvae.examples.recordings.TestSpeech.TestSample;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what there is to hear and to see of a comparison. */
final class Gallery {
    private final Path sound;
    private final PictureFolder pictures;

    Gallery(Path out, PrintWriter log) throws IOException {
        this.sound = Files.createDirectories(out.resolve("sound"));
        this.pictures = new PictureFolder(out.resolve("pictures"), log);
    }

    void write(List<ModelResult> results, TestSample sample) throws IOException {
        pictures.draw("learning-curves", () -> LearningCurves.figure(results));
        for (ModelResult result : results) {
            if (result.model().definition().dictionary().isIdentity()) {
                continue; // a diagonal has nothing to show
            }
            pictures.draw(
                    "dictionary-" + result.id(),
                    () -> ModelPictures.atoms(result.title(), result.model().dictionary()));
        }
        Map<String, Vae> models = new LinkedHashMap<>();
        results.forEach(result -> models.put(result.title(), result.model()));
        SpeechPictures drawings = new SpeechPictures(sample.frontEnd().options());
        for (Map.Entry<String, AudioClip> entry : sample.clips().entrySet()) {
            String name = entry.getKey();
            Map<String, Resynthesis> byTitle = resynthesise(name, entry.getValue(), results);
            pictures.draw("spectrograms-" + name, () -> drawings.spectrograms(name, byTitle));
            pictures.draw("codes-" + name, () -> drawings.codes(name, byTitle, models));
        }
    }

    private Map<String, Resynthesis> resynthesise(String name, AudioClip clip, List<ModelResult> results)
            throws IOException {
        clip.withPeakAtMost(1).writeWav16(sound.resolve(name + "-original.wav"));
        Map<String, Resynthesis> byTitle = new LinkedHashMap<>();
        for (ModelResult result : results) {
            Resynthesis speech = result.speech().resynthesise(clip);
            speech.sound().withPeakAtMost(1).writeWav16(sound.resolve(name + "-" + result.id() + ".wav"));
            byTitle.put(result.title(), speech);
        }
        return byTitle;
    }
}
