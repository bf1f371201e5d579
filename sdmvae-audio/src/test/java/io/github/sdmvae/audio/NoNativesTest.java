/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.SpeechFolder.Part;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading, transform, features and their cache work where neither ND4J nor any native library can be found. */
class NoNativesTest {
    private static final String[] ABSENT = {"nd4j", "openblas", "javacpp", "datavec", "guava-shaded"};

    @TempDir
    Path folder;

    @Test
    void features_needNoNativeLibrary() throws Exception {
        try (URLClassLoader without = new URLClassLoader(pathWithoutNatives(), ClassLoader.getPlatformClassLoader())) {
            assertThat(without.getResource("org/nd4j/linalg/factory/Nd4j.class"))
                    .isNull();
            assertThat(without.getResource("org/bytedeco/javacpp/Loader.class")).isNull();
            Class<?> work = without.loadClass(Work.class.getName());
            assertThat(work).isNotSameAs(Work.class);
            Object frames = work.getMethod("run", Path.class).invoke(null, folder);
            assertThat(frames).isEqualTo(2 * (1 + 16000 / 256));
        }
    }

    /** Surefire hides the class path in a jar and says it in a property of its own. */
    private static URL[] pathWithoutNatives() throws MalformedURLException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String[] parts = path.split(File.pathSeparator);
        String[] kept = Arrays.stream(parts)
                .filter(part ->
                        Stream.of(ABSENT).noneMatch(Path.of(part).getFileName().toString()::contains))
                .toArray(String[]::new);
        assertThat(kept.length).isLessThan(parts.length);
        URL[] urls = new URL[kept.length];
        for (int i = 0; i < kept.length; i++) {
            urls[i] = Path.of(kept[i]).toUri().toURL();
        }
        return urls;
    }

    /** Loaded once more, by a loader that knows no natives. */
    public static final class Work {
        private Work() {}

        /** Writes, reads, resamples, transforms, caches; returns the frames read. */
        public static int run(Path root) throws IOException {
            for (String part : new String[] {"train", "test"}) {
                Path speaker = Files.createDirectories(root.resolve(part).resolve("a"));
                AudioClip.of(TestAudio.noise(44100, 1), 44100).writeWav16(speaker.resolve("1.wav"));
            }
            SpeechFolder speech =
                    SpeechFolder.open(root, SpeechOptions.defaults().withTrim(Double.POSITIVE_INFINITY));
            SpeechFrames cached = speech.cached(Part.TRAIN, root.resolve("cache"), (done, total, file) -> {});
            AudioClip clip = speech.frontEnd().load(speech.files(Part.TEST).get(0));
            Spectrogram spectrogram = speech.frontEnd().analyse(clip);
            speech.frontEnd()
                    .resynthesise(spectrogram, spectrogram.power())
                    .normalisePeak(0.9)
                    .writeWavFloat(root.resolve("out.wav"));
            return cached.size() + speech.frames(Part.TEST).size();
        }
    }
}
