/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.examples.TestSpeech.TestSample;
import io.github.sdmvae.examples.picture.Figure;
import io.github.sdmvae.report.Resynthesis;
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
    private final Path pictures;
    private final PrintWriter log;
    private boolean canDraw = true;

    Gallery(Path out, PrintWriter log) throws IOException {
        this.sound = Files.createDirectories(out.resolve("sound"));
        this.pictures = Files.createDirectories(out.resolve("pictures"));
        this.log = log;
    }

    void write(List<ModelResult> results, TestSample sample) throws IOException {
        draw("learning-curves.png", () -> LearningCurves.figure(results));
        for (ModelResult result : results) {
            if (result.model().definition().dictionary().isIdentity()) {
                continue; // a diagonal has nothing to show
            }
            draw(
                    "dictionary-" + result.id() + ".png",
                    () -> SpeechPictures.dictionary(
                            result.title(), result.model().dictionary()));
        }
        SpeechPictures drawings = new SpeechPictures(sample.frontEnd().options());
        for (Map.Entry<String, AudioClip> entry : sample.clips().entrySet()) {
            String name = entry.getKey();
            Map<String, Resynthesis> byTitle = resynthesise(name, entry.getValue(), results, sample);
            draw("spectrograms-" + name + ".png", () -> drawings.spectrograms(name, byTitle));
            draw("codes-" + name + ".png", () -> drawings.codes(name, byTitle));
        }
    }

    private Map<String, Resynthesis> resynthesise(
            String name, AudioClip clip, List<ModelResult> results, TestSample sample) throws IOException {
        Resynthesis.fitting(clip).writeWav16(sound.resolve(name + "-original.wav"));
        Map<String, Resynthesis> byTitle = new LinkedHashMap<>();
        for (ModelResult result : results) {
            Resynthesis speech = Resynthesis.of(sample.frontEnd(), clip, result.model());
            Resynthesis.fitting(speech.sound()).writeWav16(sound.resolve(name + "-" + result.id() + ".wav"));
            byTitle.put(result.title(), speech);
        }
        return byTitle;
    }

    private interface Drawing {
        Figure make();
    }

    /** A Java without fonts (some small container images) cannot write labels: the rest is still worth having. */
    private void draw(String file, Drawing drawing) throws IOException {
        if (!canDraw) {
            return;
        }
        try {
            drawing.make().writePng(pictures.resolve(file));
        } catch (LinkageError | InternalError e) {
            canDraw = false;
            log.println(
                    "no pictures: this Java cannot draw text (" + e.getMessage() + "); install fontconfig and a font");
            log.flush();
        }
    }
}
