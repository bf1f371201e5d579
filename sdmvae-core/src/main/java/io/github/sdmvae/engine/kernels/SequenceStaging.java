/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.engine.DomainCheck;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.random.RowNoise;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Brings sequences and their noise into a batch's arrays. What stands where no frame is, is zero afterwards. */
final class SequenceStaging {
    private final SequenceRows rows;
    private final Tensor input;
    private final int width;
    private final DomainCheck check;
    private final int[] firstRows;
    private final float[] frames;
    private final float[] ordered;
    private final BitSet checked = new BitSet();
    private @Nullable FrameSource checkedSource;

    SequenceStaging(ModelGraph graph, SequenceRows rows, Tensor input) {
        this.rows = rows;
        this.input = input;
        width = graph.input().width();
        check = new DomainCheck(graph.observation().likelihood(), width);
        firstRows = new int[rows.sequences()];
        frames = new float[input.length()];
        ordered = new float[input.length()];
        number(0);
    }

    private void number(int firstRow) {
        for (int b = 0; b < firstRows.length; b++) {
            firstRows[b] = firstRow + b * rows.steps();
        }
    }

    void data(FrameSource source, int[] numbers, int first) {
        if (!(source instanceof Sequences sequences)) {
            throw new IllegalArgumentException("a model of time needs to know where sequences begin and end: give it"
                    + " Sequences, not " + source.description());
        }
        int[] lengths = new int[firstRows.length];
        for (int b = 0; b < lengths.length; b++) {
            lengths[b] = sequences.length(numbers[first + b]);
            firstRows[b] = sequences.start(numbers[first + b]);
        }
        rows.set(lengths, 0);
        for (int b = 0; b < lengths.length; b++) {
            read(sequences, numbers[first + b], lengths[b], b * rows.steps() * width);
        }
        rows.byFrame(frames, ordered, width);
        input.write(ordered, 0);
    }

    private void read(Sequences source, int sequence, int length, int offset) {
        int start = source.start(sequence);
        int[] numbers = new int[length];
        for (int t = 0; t < length; t++) {
            numbers[t] = start + t;
        }
        source.read(numbers, 0, length, frames, offset);
        if (source != checkedSource) {
            checkedSource = source;
            checked.clear();
        }
        if (!checked.get(sequence)) {
            float[] own = Arrays.copyOfRange(frames, offset, offset + length * width);
            check.require(own, length, source, i -> start + i);
            checked.set(sequence);
        }
    }

    void data(float[] x, int firstRow) {
        number(firstRow);
        for (int b = 0; b < firstRows.length; b++) {
            int first = b * rows.steps();
            int length = rows.lengths()[b];
            float[] own = Arrays.copyOfRange(x, first * width, (first + length) * width);
            int start = firstRows[b];
            check.require(own, length, "", i -> start + i);
        }
        rows.byFrame(x, ordered, width);
        input.write(ordered, 0);
    }

    void data(double[] x) {
        number(0);
        double[] byFrame = new double[x.length];
        rows.byFrame(x, byFrame, width);
        input.write(byFrame);
    }

    /** ε of frame t of a sequence is row {@code first + t} of the noise, first being the sequence's place in its source. */
    void noise(Noise noise, RowNoise kind, int k, double[] target) {
        float[] row = new float[rows.steps() * k];
        Arrays.fill(target, 0);
        for (int b = 0; b < firstRows.length; b++) {
            int length = rows.lengths()[b];
            kind.fill(noise.key(), noise.first() + firstRows[b], row, 0, length, k);
            for (int t = 0; t < length; t++) {
                for (int j = 0; j < k; j++) {
                    target[(t * firstRows.length + b) * k + j] = row[t * k + j];
                }
            }
        }
    }
}
