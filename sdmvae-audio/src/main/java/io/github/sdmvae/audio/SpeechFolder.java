/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A folder of recordings ({@code .wav}, {@code .flac}, {@code .sph}, {@code .aif}, {@code .aiff}, {@code .au}; folders of
 * any depth) as training, validation and test set.
 *
 * <p>If the folder has a sub-folder {@code train}, then {@code train}, {@code val} (or {@code validation}) and {@code test}
 * are the sets. Otherwise each folder directly inside is a speaker (each recording, if there are no folders), and the speakers are split by a seed, so that nobody is
 * heard in two sets.
 *
 * <p>Symbolic links are followed, to folders and to recordings; one to a folder above it is passed over. A recording that
 * links put into two sets or speakers is refused.
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
     * @throws IOException if it cannot be listed, has no recording, has too few speakers for the split, or a link in it leads
     *     nowhere or puts a recording into two sets
     */
    public static SpeechFolder open(Path root, SpeechOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        return new SpeechFolder(root, options, SpeechSplit.of(root, options));
    }

    /**
     * All recordings in a folder and below, of any of the endings above, without splitting them into sets. Symbolic links are
     * followed.
     *
     * @param folder where to look
     * @return sorted by path, at least one
     * @throws IOException if it is no folder, cannot be listed or has no recording, or if a link in it leads nowhere
     */
    public static List<Path> recordings(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": is not a folder; give the folder that holds the recordings");
        }
        List<Path> files = RecordingFinder.find(folder).files();
        if (files.isEmpty()) {
            throw RecordingFinder.none(folder);
        }
        return files;
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
        return new SpeechReader(frontEnd, part != Part.TEST, progress).read(someFiles(part));
    }

    /**
     * Opens the cache of a set, a file {@code train.npy}, {@code validation.npy} or {@code test.npy}, or builds it first: if
     * there is none, or recordings or options have changed since. For sets larger than memory; the build needs memory for a
     * few recordings only. The frames are those of {@link #frames(Part)}, to the last bit.
     *
     * <p>A cache is for one folder and one set of options; use another cache folder for others. A recording counts as
     * changed when its size or the time of its last modification does.
     *
     * @param part which set; the test set is not trimmed
     * @param cacheFolder where the cache is or goes; created if needed
     * @param progress told about every recording while the cache is built; not at all if it is there
     * @return its frames, mapped into memory
     * @throws IOException as {@link #frames(Part)}; or if the cache cannot be written or its place is taken by another file.
     *     An earlier cache is then as it was, and nothing is left of the new one
     * @see io.github.sdmvae.data.FrameCache
     */
    public SpeechFrames cached(Part part, Path cacheFolder, Progress progress) throws IOException {
        SpeechCache cache = cache(part, cacheFolder);
        Files.createDirectories(cacheFolder);
        return cache.openOrBuild(progress);
    }

    /**
     * Opens the cache of a set and builds nothing.
     *
     * @param part which set
     * @param cacheFolder where the cache is
     * @return its frames, mapped into memory
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws io.github.sdmvae.data.FrameCacheException if recordings or options have changed since the cache was built,
     *     saying which, or the file is damaged
     * @throws IOException if the set is empty or the cache cannot be read
     */
    public SpeechFrames openCached(Part part, Path cacheFolder) throws IOException {
        return cache(part, cacheFolder).open();
    }

    private SpeechCache cache(Part part, Path cacheFolder) throws IOException {
        List<Path> recordings = someFiles(part);
        Path file = cacheFolder.resolve(part.name().toLowerCase(Locale.ROOT) + ".npy");
        return new SpeechCache(root, file, frontEnd, part != Part.TEST, recordings);
    }

    private List<Path> someFiles(Part part) throws IOException {
        List<Path> of = files(part);
        if (of.isEmpty()) {
            throw new IOException(
                    root + ": there are no recordings for the " + part.name().toLowerCase(Locale.ROOT)
                            + " set: add a sub-folder for it, or a part of the speakers in the options");
        }
        return of;
    }
}
