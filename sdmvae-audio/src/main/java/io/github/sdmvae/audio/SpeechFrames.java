/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Sequences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The power spectra of all frames of many recordings, in memory (4 · frames · bins bytes) or in a cache file on disk, see
 * {@link SpeechFolder}. Frames are in the order of the files' paths, then of time. Immutable and safe for use from several
 * threads.
 */
public final class SpeechFrames implements FrameSource {
    /**
     * Where a recording's frames are.
     *
     * @param file the recording
     * @param firstFrame index of its first frame
     * @param frames how many it has, at least 1
     */
    public record Utterance(Path file, int firstFrame, int frames) {}

    /**
     * A recording that could not be used.
     *
     * @param file the recording
     * @param reason why, naming the file
     */
    public record Skipped(Path file, String reason) {}

    private final FrameSource rows;
    private final List<Utterance> utterances;
    private final List<Skipped> skipped;

    SpeechFrames(FrameSource rows, List<Utterance> utterances, List<Skipped> skipped) {
        this.rows = rows;
        this.utterances = List.copyOf(utterances);
        this.skipped = List.copyOf(skipped);
    }

    static SpeechFrames inMemory(int width, List<Path> files, List<float[]> rows, List<Skipped> skipped) {
        List<Utterance> list = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < rows.size(); i++) {
            int frames = rows.get(i).length / width;
            list.add(new Utterance(files.get(i), next, frames));
            next = Math.addExact(next, frames);
        }
        return new SpeechFrames(new Pieces(width, next, rows, list), list, skipped);
    }

    /** One array of rows per utterance: a single one for all would need twice the memory while it is made. */
    private static final class Pieces implements FrameSource {
        private final int width;
        private final int size;
        private final float[][] rows;
        private final int[] starts;

        Pieces(int width, int size, List<float[]> rows, List<Utterance> utterances) {
            this.width = width;
            this.size = size;
            this.rows = rows.toArray(float[][]::new);
            this.starts = utterances.stream().mapToInt(Utterance::firstFrame).toArray();
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public void read(int index, float[] target, int offset) {
            Objects.checkIndex(index, size);
            int found = Arrays.binarySearch(starts, index);
            int utterance = found >= 0 ? found : -found - 2;
            System.arraycopy(rows[utterance], (index - starts[utterance]) * width, target, offset, width);
        }
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int width() {
        return rows.width();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        rows.read(index, target, offset);
    }

    @Override
    public void read(int[] numbers, int first, int count, float[] target, int offset) {
        rows.read(numbers, first, count, target, offset);
    }

    /**
     * The recordings that the frames are of.
     *
     * @return sorted by path, at least one
     */
    public List<Utterance> utterances() {
        return utterances;
    }

    /**
     * The recordings as sequences of frames, for models of time; {@link Sequences#cut} makes pieces of them.
     *
     * @return one sequence per recording, in their order; nothing is copied
     */
    public Sequences sequences() {
        int[] lengths = utterances.stream().mapToInt(Utterance::frames).toArray();
        return Sequences.of(this, lengths);
    }

    /**
     * The recordings left out, if the options say so.
     *
     * @return sorted by path
     */
    public List<Skipped> skipped() {
        return skipped;
    }

    @Override
    public String description() {
        String left = skipped.isEmpty() ? "" : ", " + skipped.size() + " files left out";
        return utterances.size() + " files, " + size() + " frames of " + width() + left;
    }
}
