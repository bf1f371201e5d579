/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.BatchShape;
import java.util.Arrays;

/**
 * The rows of a batch of sequences and which of them hold frames. Kernels have them frame by frame, row {@code t·B + b}, so
 * that a step of a recurrent layer is a block of rows; programs hand them out sequence by sequence, row {@code b·T + t}. Not
 * thread-safe.
 */
public final class SequenceRows {
    private final BatchShape shape;
    private final int[] lengths;
    private final boolean[][] valid;
    private int[] padded = {};
    private int frames;

    /**
     * Rows of a batch, all of which hold frames at first.
     *
     * @param shape B and T
     */
    public SequenceRows(BatchShape shape) {
        this.shape = shape;
        lengths = new int[shape.sequences()];
        valid = new boolean[shape.frames()][shape.sequences()];
        int[] full = new int[shape.sequences()];
        Arrays.fill(full, shape.frames());
        set(full, 0);
    }

    /**
     * Takes the lengths of the sequences of a batch.
     *
     * @param numbers lengths, each from 0 to T
     * @param first where in them the batch's begin
     * @throws IllegalArgumentException if one is out of range
     */
    public void set(int[] numbers, int first) {
        System.arraycopy(numbers, first, lengths, 0, lengths.length);
        frames = 0;
        for (int b = 0; b < lengths.length; b++) {
            if (lengths[b] < 0 || lengths[b] > shape.frames()) {
                throw new IllegalArgumentException("a sequence of this batch has from 0 to " + shape.frames()
                        + " frames, sequence " + b + " has " + lengths[b]);
            }
            frames += lengths[b];
            for (int t = 0; t < shape.frames(); t++) {
                valid[t][b] = t < lengths[b];
            }
        }
        findPadded();
    }

    private void findPadded() {
        padded = new int[shape.rows() - frames];
        int at = 0;
        for (int t = 0; at < padded.length; t++) {
            for (int b = 0; b < lengths.length; b++) {
                if (!valid[t][b]) {
                    padded[at++] = t * lengths.length + b;
                }
            }
        }
    }

    /**
     * The batch's shape.
     *
     * @return B and T
     */
    public BatchShape shape() {
        return shape;
    }

    /**
     * B.
     *
     * @return rows of a frame
     */
    public int sequences() {
        return lengths.length;
    }

    /**
     * T.
     *
     * @return blocks of rows
     */
    public int steps() {
        return shape.frames();
    }

    /**
     * Frames of each sequence.
     *
     * @return B values, not to be changed
     */
    public int[] lengths() {
        return lengths;
    }

    /**
     * Frames in all.
     *
     * @return sum of the lengths
     */
    public int frames() {
        return frames;
    }

    /**
     * Which sequences have a frame.
     *
     * @param t from 0
     * @return B values, not to be changed
     */
    public boolean[] valid(int t) {
        return valid[t];
    }

    /** Rows without a frame. */
    int[] padded() {
        return padded;
    }

    /** Rows sequence by sequence → rows frame by frame, those without a frame zero. */
    void byFrame(double[] source, double[] target, int columns) {
        move(source, target, columns, true);
    }

    /** The other way round. */
    void bySequence(double[] source, double[] target, int columns) {
        move(source, target, columns, false);
    }

    private void move(double[] source, double[] target, int columns, boolean byFrame) {
        for (int b = 0; b < lengths.length; b++) {
            for (int t = 0; t < steps(); t++) {
                int inSequence = (b * steps() + t) * columns;
                int inFrame = (t * lengths.length + b) * columns;
                int to = byFrame ? inFrame : inSequence;
                if (valid[t][b]) {
                    System.arraycopy(source, byFrame ? inSequence : inFrame, target, to, columns);
                } else {
                    Arrays.fill(target, to, to + columns, 0);
                }
            }
        }
    }

    /**
     * Rows sequence by sequence → rows frame by frame, those without a frame zero.
     *
     * @param source rows · columns values
     * @param target receives as many
     * @param columns of a row
     */
    public void byFrame(float[] source, float[] target, int columns) {
        move(source, target, columns, true);
    }

    /**
     * Rows frame by frame → rows sequence by sequence, those without a frame zero.
     *
     * @param source rows · columns values
     * @param target receives as many
     * @param columns of a row
     */
    public void bySequence(float[] source, float[] target, int columns) {
        move(source, target, columns, false);
    }

    private void move(float[] source, float[] target, int columns, boolean byFrame) {
        for (int b = 0; b < lengths.length; b++) {
            for (int t = 0; t < steps(); t++) {
                int inSequence = (b * steps() + t) * columns;
                int inFrame = (t * lengths.length + b) * columns;
                int to = byFrame ? inFrame : inSequence;
                if (valid[t][b]) {
                    System.arraycopy(source, byFrame ? inSequence : inFrame, target, to, columns);
                } else {
                    Arrays.fill(target, to, to + columns, 0);
                }
            }
        }
    }
}
