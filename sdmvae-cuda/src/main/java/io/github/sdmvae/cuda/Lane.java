/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

/**
 * A queue of work on a card. Calls return before the work is done; {@link #finish} waits. Not thread-safe, but a lane may
 * go from thread to thread.
 */
interface Lane extends AutoCloseable {

    void launch(Launch launch);

    /** C = op(A) op(B), row by row: M × K by K × N. */
    void product(Product product);

    void upload(long target, Pinned source, int offset, long bytes);

    void download(Pinned target, int offset, long source, long bytes);

    void clear(long target, long bytes);

    /** A point in the queue, to be asked about later. */
    Mark mark();

    /** What comes after on this lane waits for a point of another. */
    void await(Mark mark);

    /** Waits until all is done; from any thread. */
    void finish();

    /** From here on work is recorded instead of done. */
    void beginRecording();

    /** Ends a recording. */
    Recording endRecording();

    /** Throws away what was recorded, after something failed. */
    void dropRecording();

    void run(Recording recording);

    @Override
    void close();

    /** A point in a queue. */
    interface Mark extends AutoCloseable {
        boolean isReached();

        /** Sets it anew, to where the lane is now. */
        void renew();

        void await();

        @Override
        void close();
    }

    /** Recorded work, to be run any number of times. */
    interface Recording extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * A product of row-major matrices without gaps.
     *
     * @param a address
     * @param transposeA whether A is stored as K × M
     * @param b address
     * @param transposeB whether B is stored as N × K
     * @param c address of the result, M × N
     * @param m rows of the result
     * @param n columns of the result
     * @param k inner size
     */
    record Product(long a, boolean transposeA, long b, boolean transposeB, long c, int m, int n, int k) {
        /** Columns of A as it is stored. */
        int strideA() {
            return transposeA ? m : k;
        }

        /** Columns of B as it is stored. */
        int strideB() {
            return transposeB ? k : n;
        }
    }
}
