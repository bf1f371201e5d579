/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A folder of recordings ({@code .wav}, {@code .flac}; folders of any depth) as training, validation and test set.
 *
 * <p>If the folder has a sub-folder {@code train}, then {@code train}, {@code val} (or {@code validation}) and {@code test}
 * are the sets. Otherwise each folder directly inside is a speaker, and the speakers are split by a seed, so that nobody is
 * heard in two sets.
 *
 * <p><b>Thread rule:</b> immutable; reading uses all processors and leaves no thread behind. The order of recordings is that
 * of their paths, whatever the number of processors.
 */
public final class SpeechFolder {
    /** The three sets. */
    public enum Part {
        /** For fitting the parameters; trimmed. */
        TRAIN,
        /** For choosing when to stop; trimmed. */
        VALIDATION,
        /** For the final scores; whole utterances. */
        TEST
    }

    /** Told about each recording once it has been read, in order, in the thread that called. */
    @FunctionalInterface
    public interface Progress {
        /**
         * A recording has been read or skipped.
         *
         * @param done recordings so far, from 1
         * @param total recordings in the set
         * @param file the latest one
         */
        void file(int done, int total, Path file);
    }

    private final Path root;
    private final SpeechFrontEnd frontEnd;
    private final Map<Part, List<Path>> files;

    private SpeechFolder(Path root, SpeechOptions options, Map<Part, List<Path>> files) {
        this.root = root;
        this.frontEnd = SpeechFrontEnd.of(options);
        this.files = files;
    }

    /**
     * Looks for recordings, without reading them yet.
     *
     * @param root the folder
     * @param options how recordings become data points
     * @return the folder
     * @throws IOException if it cannot be listed, has no recording, or has too few speakers for the split
     */
    public static SpeechFolder open(Path root, SpeechOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        return new SpeechFolder(root, options, SpeechSplit.of(root, options));
    }

    /**
     * The front end of this folder.
     *
     * @return loads single recordings, test utterances for instance
     */
    public SpeechFrontEnd frontEnd() {
        return frontEnd;
    }

    /**
     * The recordings of a set.
     *
     * @param part which set
     * @return sorted by path; empty if the folder has no such set
     */
    public List<Path> files(Part part) {
        return files.getOrDefault(part, List.of());
    }

    /**
     * Reads a set into memory.
     *
     * @param part which set; the test set is not trimmed
     * @return its frames
     * @throws IOException if the set is empty, no recording can be used or, with {@link SpeechOptions.Unreadable#FAIL}, the
     *     first one (by path) that cannot, named
     */
    public SpeechFrames frames(Part part) throws IOException {
        return frames(part, (done, total, file) -> {});
    }

    /**
     * Reads a set into memory.
     *
     * @param part which set; the test set is not trimmed
     * @param progress told about every recording
     * @return its frames
     * @throws IOException if the set is empty, no recording can be used or, with {@link SpeechOptions.Unreadable#FAIL}, the
     *     first one (by path) that cannot, named
     */
    public SpeechFrames frames(Part part, Progress progress) throws IOException {
        List<Path> of = files(part);
        if (of.isEmpty()) {
            throw new IOException(
                    root + ": there are no recordings for the " + part.name().toLowerCase(Locale.ROOT)
                            + " set: add a sub-folder for it, or a part of the speakers in the options");
        }
        return new SpeechReader(frontEnd, part != Part.TEST, progress).read(of);
    }
}
