/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.engine.DomainCheck;
import io.github.sdmvae.engine.kernels.SequenceRows;
import io.github.sdmvae.graph.ModelGraph;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings batches of sequences to where their gathering kernel finds them: three numbers for each sequence, uploaded with every
 * batch, and the frames themselves, of a resident source or uploaded too. Not thread-safe.
 */
final class SequenceBatches implements StagedData {
    private static final int NUMBERS = 3;

    private final ResidentData resident;
    private final ResidentData.Visits visits;
    private final Device device;
    private final Lane lane;
    private final Lane aside;
    private final SequenceRows rows;
    private final int width;
    private final DomainCheck check;
    private final UploadPlaces numbers;
    private final float[] values;
    private final int[] starts;
    private final int[] noiseRows;
    private final BitSet checked = new BitSet();
    private @Nullable FrameSource checkedSource;
    private @Nullable UploadPlaces frames;
    private long data;

    SequenceBatches(
            ModelGraph graph, ResidentData resident, Device device, Lane lane, SequenceRows rows, boolean training) {
        this.resident = resident;
        this.visits = new ResidentData.Visits(training);
        this.device = device;
        this.lane = lane;
        this.aside = device.lane(1 << 20);
        this.rows = rows;
        this.width = graph.input().width();
        this.check = new DomainCheck(graph.observation().likelihood(), width);
        this.numbers = new UploadPlaces(
                device, lane, aside, NUMBERS * Integer.BYTES * rows.sequences(), "numbers of sequences");
        this.values = new float[Math.multiplyExact(rows.shape().rows(), width)];
        this.starts = new int[rows.sequences()];
        this.noiseRows = new int[rows.sequences()];
        standAsGiven(0);
        uploadNumbers();
    }

    @Override
    public long data() {
        return data;
    }

    /** Address of three numbers for each sequence. */
    @Override
    public long numbers() {
        return numbers.address();
    }

    @Override
    public int first() {
        return 0;
    }

    /** Frames stand in the order they are given in, as do rows of noise. */
    private void standAsGiven(int firstRow) {
        for (int b = 0; b < starts.length; b++) {
            starts[b] = b * rows.steps();
            noiseRows[b] = firstRow + starts[b];
        }
    }

    private void uploadNumbers() {
        numbers.write(bytes -> {
            var target = bytes.asIntBuffer();
            for (int b = 0; b < starts.length; b++) {
                target.put(starts[b]).put(rows.lengths()[b]).put(noiseRows[b]);
            }
        });
    }

    /** How many frames each sequence has, where data comes as an array or not at all. */
    void lengths(int[] lengths) {
        rows.set(lengths, 0);
        uploadNumbers();
    }

    @Override
    public void stage(FrameSource source, int[] sequenceNumbers, int from) {
        if (!(source instanceof Sequences sequences)) {
            throw new IllegalArgumentException("a model of time needs to know where sequences begin and end: give it"
                    + " Sequences, not " + source.description());
        }
        int[] lengths = new int[starts.length];
        boolean[] isNew = new boolean[starts.length];
        for (int b = 0; b < lengths.length; b++) {
            int number = sequenceNumbers[from + b];
            lengths[b] = sequences.length(number);
            starts[b] = sequences.start(number);
            noiseRows[b] = starts[b];
            isNew[b] = isNew(sequences, number);
        }
        rows.set(lengths, 0);
        for (int b = 0; b < lengths.length; b++) {
            if (isNew[b]) {
                read(sequences, b);
                checked.set(sequenceNumbers[from + b]);
            }
        }
        if (visits.areWorthKeeping(source, rows.frames()) && resident.of(source).isThere()) {
            data = resident.of(source).address();
        } else {
            for (int b = 0; b < lengths.length; b++) {
                if (!isNew[b]) {
                    read(sequences, b);
                }
                starts[b] = b * rows.steps();
            }
            uploadFrames();
        }
        uploadNumbers();
    }

    private boolean isNew(Sequences sequences, int number) {
        if (sequences != checkedSource) {
            checkedSource = sequences;
            checked.clear();
        }
        return !checked.get(number);
    }

    private void read(Sequences source, int b) {
        int length = rows.lengths()[b];
        int offset = b * rows.steps() * width;
        int start = noiseRows[b];
        int[] all = new int[length];
        Arrays.setAll(all, t -> start + t);
        source.read(all, 0, length, values, offset);
        float[] own = Arrays.copyOfRange(values, offset, offset + length * width);
        check.require(own, length, source.description(), i -> start + i);
    }

    @Override
    public void stage(float[] x, int firstRow) {
        standAsGiven(firstRow);
        for (int b = 0; b < starts.length; b++) {
            int length = rows.lengths()[b];
            float[] own = Arrays.copyOfRange(x, starts[b] * width, (starts[b] + length) * width);
            int start = noiseRows[b];
            check.require(own, length, "", i -> start + i);
        }
        System.arraycopy(x, 0, values, 0, values.length);
        uploadFrames();
        uploadNumbers();
    }

    @Override
    public void stage(double[] x) {
        standAsGiven(0);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) x[i];
        }
        uploadFrames();
        uploadNumbers();
    }

    private void uploadFrames() {
        if (frames == null) {
            frames = new UploadPlaces(device, lane, aside, Float.BYTES * values.length, "a batch on its way");
        }
        frames.write(bytes -> bytes.asFloatBuffer().put(values));
        data = frames.address();
    }

    /** To be called when what was staged has been asked for by all that need it. */
    @Override
    public void used() {
        numbers.used();
        if (frames != null) {
            frames.used();
        }
    }

    @Override
    public void close() {
        numbers.close();
        if (frames != null) {
            frames.close();
        }
        aside.close();
    }
}
