/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.recordings;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.ResynthesisScores;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.SpeechOptions.Unreadable;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.CodeSparsity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The test recordings of a folder, whole and in memory. */
public final class TestSpeech {
    private final SpeechFrontEnd frontEnd;
    private final Map<String, AudioClip> clips = new LinkedHashMap<>();

    /**
     * Reads the test recordings.
     *
     * @param folder where
     * @param options what to do with those that cannot be used
     * @param log told about what was left out
     * @throws IOException if none can be used
     */
    public TestSpeech(SpeechFolder folder, SpeechOptions options, PrintWriter log) throws IOException {
        this.frontEnd = folder.frontEnd();
        for (Path file : folder.files(Part.TEST)) {
            try {
                clips.put(name(file), frontEnd.load(file));
            } catch (IOException e) {
                if (options.unreadable() == Unreadable.FAIL) {
                    throw e;
                }
                log.println("left out: " + e.getMessage());
            }
        }
        if (clips.isEmpty()) {
            throw new IOException("none of the test recordings can be used");
        }
    }

    /** The file's name without its ending, told apart from namesakes in other folders. */
    private String name(Path file) {
        String full = String.valueOf(file.getFileName());
        String stem = full.substring(0, full.lastIndexOf('.'));
        String name = stem;
        for (int i = 2; clips.containsKey(name); i++) {
            name = stem + "-" + i;
        }
        return name;
    }

    /**
     * From sound to spectrogram.
     *
     * @return the folder's front end
     */
    public SpeechFrontEnd frontEnd() {
        return frontEnd;
    }

    /**
     * How many recordings there are.
     *
     * @return at least 1
     */
    public int size() {
        return clips.size();
    }

    /**
     * Mean scores of all recordings coded and decoded, on all processors.
     *
     * @param model of the front end's spectrograms
     * @return the means
     */
    public ResynthesisScores scores(SpeechModel model) {
        // PESQ and STOI take longer than the model itself: one recording per processor.
        List<ResynthesisScores> each =
                clips.values().parallelStream().map(model::scores).toList();
        return ResynthesisScores.mean(each);
    }

    /**
     * How sparse a model's codes of all frames are.
     *
     * @param model of the front end's spectrograms
     * @return the figures over all recordings as one
     */
    public CodeSparsity sparsity(Vae model) {
        return first(size()).sparsity(model);
    }

    /**
     * Some recordings, evenly spread, so that they are of different voices.
     *
     * @param count how many, at most
     * @return as many as there are
     */
    public TestSample first(int count) {
        int wanted = Math.max(0, Math.min(count, clips.size()));
        List<String> names = List.copyOf(clips.keySet());
        Map<String, AudioClip> chosen = new LinkedHashMap<>();
        for (int i = 0; i < wanted; i++) {
            String name = names.get((int) ((long) i * names.size() / wanted));
            chosen.put(name, java.util.Objects.requireNonNull(clips.get(name)));
        }
        return new TestSample(frontEnd, chosen);
    }

    /**
     * Some of the recordings.
     *
     * @param frontEnd from sound to spectrogram
     * @param clips by name
     */
    public record TestSample(SpeechFrontEnd frontEnd, Map<String, AudioClip> clips) {
        /**
         * How sparse a model's codes of all frames are.
         *
         * @param model of the front end's spectrograms
         * @return the figures over all recordings as one
         */
        public CodeSparsity sparsity(Vae model) {
            return CodeSparsity.of(
                    model,
                    clips.values().stream()
                            .map(clip -> frontEnd.analyse(clip).power())
                            .toList());
        }
    }
}
