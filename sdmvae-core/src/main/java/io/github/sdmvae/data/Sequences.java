/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Sequences, for instance utterances: runs of successive rows of a source, one frame each. As a {@link FrameSource} it is
 * that source, so that whatever reads frames reads these, too. Nothing is copied; caches larger than memory stay where they
 * are. Immutable as far as its source is.
 */
public final class Sequences implements FrameSource {
    private final FrameSource frames;
    private final int[] starts;
    private final int longest;
    private final String pieces;

    private Sequences(FrameSource frames, int[] starts, String pieces) {
        this.frames = frames;
        this.starts = starts;
        this.pieces = pieces;
        int most = 0;
        for (int s = 0; s + 1 < starts.length; s++) {
            most = Math.max(most, starts[s + 1] - starts[s]);
        }
        this.longest = most;
    }

    /**
     * Sequences held in arrays.
     *
     * @param sequences at least one, each of at least one frame, frames all of one width
     * @return a copy
     * @throws IllegalArgumentException if there is none, one is empty, widths differ or a value is not finite
     */
    public static Sequences of(float[][][] sequences) {
        int[] lengths = new int[sequences.length];
        List<float[]> rows = new ArrayList<>();
        for (int s = 0; s < lengths.length; s++) {
            lengths[s] = sequences[s].length;
            rows.addAll(List.of(sequences[s]));
        }
        requireLengths(lengths);
        return of(Frames.of(rows.toArray(new float[0][])), lengths);
    }

    /**
     * Runs of a source's rows.
     *
     * @param frames all rows
     * @param lengths of the sequences, one after the other from the first row to the last; each at least 1
     * @return the sequences
     * @throws IllegalArgumentException if the lengths do not add up to the number of rows
     */
    public static Sequences of(FrameSource frames, int... lengths) {
        requireLengths(lengths);
        int[] starts = new int[lengths.length + 1];
        for (int s = 0; s < lengths.length; s++) {
            starts[s + 1] = Math.addExact(starts[s], lengths[s]);
        }
        if (starts[lengths.length] != frames.size()) {
            throw new IllegalArgumentException("the lengths of the sequences add up to " + starts[lengths.length]
                    + " frames, the source has " + frames.size());
        }
        return new Sequences(frames, starts, "");
    }

    private static void requireLengths(int... lengths) {
        if (lengths.length == 0) {
            throw new IllegalArgumentException("there must be at least one sequence");
        }
        for (int s = 0; s < lengths.length; s++) {
            if (lengths[s] < 1) {
                throw new IllegalArgumentException(
                        "every sequence must have at least one frame, sequence " + s + " has " + lengths[s]);
            }
        }
    }

    /**
     * The same frames in pieces: each sequence is cut every so many frames from its first on, and its rest, if only one
     * frame, is a shorter piece. What training takes, as recurrent layers are trained through that many frames.
     *
     * @param frames of a piece, at least 1; 50 is usual for speech
     * @return more sequences, in the same order
     */
    public Sequences cut(int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("a piece must have at least one frame, got " + frames);
        }
        List<Integer> cuts = new ArrayList<>();
        for (int s = 0; s < count(); s++) {
            for (int first = starts[s]; first < starts[s + 1]; first += frames) {
                cuts.add(first);
            }
        }
        cuts.add(starts[count()]);
        return new Sequences(
                this.frames, cuts.stream().mapToInt(Integer::intValue).toArray(), ", cut to " + frames + " frames");
    }

    /**
     * The same sequences of other rows, for instance of these after a transform.
     *
     * @param rows as many as there are here
     * @return sequences of the same lengths
     * @throws IllegalArgumentException if there are more or fewer
     */
    public Sequences over(FrameSource rows) {
        if (rows.size() != size()) {
            throw new IllegalArgumentException(
                    "these sequences have " + size() + " frames in all, the rows are " + rows.size());
        }
        return new Sequences(rows, starts, pieces);
    }

    /**
     * Number of sequences.
     *
     * @return at least 1
     */
    public int count() {
        return starts.length - 1;
    }

    /**
     * Where a sequence begins.
     *
     * @param sequence from 0
     * @return row of its first frame
     */
    public int start(int sequence) {
        return starts[sequence];
    }

    /**
     * A sequence's length.
     *
     * @param sequence from 0
     * @return frames, at least 1
     */
    public int length(int sequence) {
        return starts[sequence + 1] - starts[sequence];
    }

    /**
     * The longest sequence's length.
     *
     * @return frames
     */
    public int longest() {
        return longest;
    }

    /**
     * The frames of a sequence.
     *
     * @param sequence from 0
     * @return frames × width, a copy
     */
    public float[][] sequence(int sequence) {
        float[][] rows = new float[length(sequence)][width()];
        for (int t = 0; t < rows.length; t++) {
            read(starts[sequence] + t, rows[t], 0);
        }
        return rows;
    }

    @Override
    public int size() {
        return frames.size();
    }

    @Override
    public int width() {
        return frames.width();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        frames.read(index, target, offset);
    }

    @Override
    public void read(int[] rows, int first, int count, float[] target, int offset) {
        frames.read(rows, first, count, target, offset);
    }

    @Override
    public String description() {
        return frames.description() + " in " + count() + " sequences" + pieces;
    }
}
