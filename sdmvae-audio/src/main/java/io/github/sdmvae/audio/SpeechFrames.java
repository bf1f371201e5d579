/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.FrameSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The power spectra of all frames of many recordings, in memory: 4 · frames · bins bytes. Frames are in the order of the
 * files' paths, then of time. Immutable and safe for use from several threads.
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

    private final int width;
    private final int size;
    private final float[][] rows;
    private final int[] starts;
    private final List<Utterance> utterances;
    private final List<Skipped> skipped;

    /** One array of rows per utterance: a single one for all would need twice the memory while it is made. */
    SpeechFrames(int width, List<Path> files, List<float[]> rows, List<Skipped> skipped) {
        this.width = width;
        this.rows = rows.toArray(float[][]::new);
        this.starts = new int[rows.size()];
        List<Utterance> list = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < starts.length; i++) {
            int frames = this.rows[i].length / width;
            starts[i] = next;
            list.add(new Utterance(files.get(i), next, frames));
            next = Math.addExact(next, frames);
        }
        this.size = next;
        this.utterances = List.copyOf(list);
        this.skipped = List.copyOf(skipped);
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

    /**
     * The recordings that the frames are of.
     *
     * @return sorted by path, at least one
     */
    public List<Utterance> utterances() {
        return utterances;
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
        return utterances.size() + " files, " + size + " frames of " + width + left;
    }
}
