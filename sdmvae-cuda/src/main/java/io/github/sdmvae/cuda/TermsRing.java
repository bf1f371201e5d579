/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.TrainingProgram.Receiver;
import io.github.sdmvae.objective.LossTerms;
import java.nio.DoubleBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Sums of every step's terms, which stay on the device until a half of the ring is full or somebody waits for them. The row
 * behind the ring is for passes that are waited for. Not thread-safe.
 */
final class TermsRing implements AutoCloseable {
    /** Steps in each half. */
    static final int HALF = 64;

    private static final int SIZE = 2 * HALF;

    private final Lane lane;
    private final Memory memory;
    private final Pinned pinned;
    private final int columns;
    private final Terms terms;
    private final Lane.Mark[] arrived = new Lane.Mark[2];
    private final boolean[] onTheWay = new boolean[2];
    private final Queue<Step> asked = new ArrayDeque<>();
    private final Queue<Step> done = new ArrayDeque<>();
    private final double[] row;
    private long steps;
    private long fetched;

    /** Makes terms of sums. */
    interface Terms {
        LossTerms of(double[] sums, Pass pass);

        /**
         * What to throw for a step that failed.
         *
         * @param code what it has left in its row, not 0
         */
        default RuntimeException failure(double code) {
            return new IllegalStateException("a step failed with " + code);
        }
    }

    /**
     * What terms are of.
     *
     * @param beta weight of the divergence
     * @param rows data points, or frames
     * @param train whether terms of training alone are among them
     */
    record Pass(double beta, int rows, boolean train) {}

    /**
     * A step that was asked for.
     *
     * @param number as its caller counts
     * @param pass what it was
     * @param norm whether the gradient's norm was wanted
     * @param terms of the loss, NaN until they are fetched
     * @param trouble 0 if all was well
     */
    private record Step(long number, Pass pass, boolean norm, LossTerms terms, double gradientNorm, double trouble) {}

    TermsRing(Device device, Lane lane, int columns, Terms terms) {
        this.lane = lane;
        this.columns = columns;
        this.terms = terms;
        this.row = new double[columns];
        int bytes = (SIZE + 1) * columns * Double.BYTES;
        memory = new Memory(device, bytes, "terms of the loss");
        pinned = device.pinned(bytes);
        lane.clear(memory.address(), bytes);
        arrived[0] = lane.mark();
        arrived[1] = lane.mark();
    }

    long address() {
        return memory.address();
    }

    int columns() {
        return columns;
    }

    /** Where the next step's sums go. */
    int slot() {
        int slot = (int) (steps % SIZE);
        if (slot % HALF == 0) {
            take(slot / HALF); // what lies there must be gone
        }
        return slot;
    }

    /** Where the sums of a pass go that is waited for. */
    static int aside() {
        return SIZE;
    }

    /** A step has been put on the lane. */
    void asked(long number, Pass pass, boolean norm) {
        asked.add(new Step(number, pass, norm, new LossTerms(Double.NaN, 0, 0, pass.beta()), 0, 0));
        steps++;
        if (steps % HALF == 0) {
            int half = (int) ((steps - 1) % SIZE) / HALF;
            fetch(half * HALF, HALF);
            arrived[half].renew();
            onTheWay[half] = true;
        }
    }

    private void fetch(int from, int count) {
        int at = from * columns * Double.BYTES;
        lane.download(pinned, at, memory.address() + at, (long) count * columns * Double.BYTES);
    }

    /** The sums of a pass that was waited for. */
    LossTerms passed(Pass pass) {
        fetch(SIZE, 1);
        lane.finish();
        return terms.of(values(SIZE), pass);
    }

    private double[] values(int slot) {
        DoubleBuffer all = pinned.bytes().asDoubleBuffer();
        all.position(slot * columns);
        all.get(row);
        return row;
    }

    /** Reads a half that is on its way, waiting for it. */
    private void take(int half) {
        if (onTheWay[half]) {
            arrived[half].await();
            onTheWay[half] = false;
            read(half * HALF + (int) (fetched % HALF), HALF - (int) (fetched % HALF));
        }
    }

    private void read(int from, int count) {
        for (int slot = from; slot < from + count; slot++) {
            Step step = asked.remove();
            double[] sums = values(slot);
            double norm = step.norm() ? sums[Columns.NORM] : 0;
            double trouble = sums[Columns.TROUBLE];
            done.add(new Step(step.number(), step.pass(), step.norm(), terms.of(sums, step.pass()), norm, trouble));
            fetched++;
        }
    }

    void reports(boolean wait, Receiver receiver) {
        int older = (int) (fetched % SIZE) / HALF;
        for (int half : new int[] {older, 1 - older}) {
            if (onTheWay[half] && (wait || arrived[half].isReached())) {
                take(half);
            } else if (onTheWay[half]) {
                break; // in order
            }
        }
        if (wait && !asked.isEmpty()) {
            int from = (int) (fetched % SIZE);
            int count = asked.size();
            fetch(from, count);
            lane.finish();
            read(from, count);
        }
        while (!done.isEmpty()) {
            Step step = done.remove();
            if (step.trouble() != 0) {
                throw terms.failure(step.trouble());
            }
            receiver.report(step.number(), step.terms(), step.gradientNorm());
        }
    }

    @Override
    public void close() {
        arrived[0].close();
        arrived[1].close();
        memory.close();
        pinned.close();
    }

    /** What is in a row. Penalties follow. */
    static final class Columns {
        static final int LOSS = 0;
        static final int DIVERGENCE = 1;
        static final int HYPERPRIOR = 2;
        static final int NORM = 3;
        static final int BOUND = 4;
        static final int RECONSTRUCTION = 5;
        static final int TROUBLE = 6;
        static final int PENALTIES = 7;

        private Columns() {}
    }
}
