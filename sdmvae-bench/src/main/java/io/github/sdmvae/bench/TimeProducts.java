/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import static io.github.sdmvae.bench.Sgemm.filled;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** The matrix products of {@link TimeModel}, by OpenBLAS on one thread, and nothing else: a floor for who takes them from there. */
final class TimeProducts {
    private static final int GATES = 4 * TimeModel.UNITS;
    private static final int BOTH = 2 * TimeModel.UNITS;
    private static final int HEADS = 2 * TimeModel.CODE;

    private final int sequences;
    private final int frames;
    private final int rows;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;

    TimeProducts(int sequences, int frames) {
        openblas.blas_set_num_threads(1);
        this.sequences = sequences;
        this.frames = frames;
        rows = sequences * frames;
        long most = (long) Math.max(rows, TimeModel.INPUT) * Math.max(GATES, TimeModel.INPUT);
        a = filled(most);
        b = filled(most);
        c = filled(most);
    }

    private void product(boolean transposeA, boolean transposeB, int m, int n, int k) {
        Sgemm.product(transposeA, transposeB, m, n, k, a, b, c);
    }

    /** y = x W of a dense layer or of a recurrent layer's input. */
    private void forward(int in, int out) {
        product(false, false, rows, out, in);
    }

    /** Its two gradients. */
    private void backward(int in, int out, boolean wanted) {
        product(true, false, in, out, rows);
        if (wanted) {
            product(false, true, rows, in, out);
        }
    }

    /** Frame by frame. */
    private void states() {
        for (int t = 0; t < frames; t++) {
            product(false, false, sequences, GATES, TimeModel.UNITS);
        }
    }

    private void statesBackward() {
        for (int t = 0; t < frames; t++) {
            product(false, true, sequences, TimeModel.UNITS, GATES);
        }
        product(true, false, TimeModel.UNITS, GATES, rows);
    }

    /** Of a reconstruction. */
    Object reconstruct() {
        for (int in : new int[] {TimeModel.INPUT, TimeModel.CODE}) {
            for (int way = 0; way < 2; way++) {
                forward(in, GATES);
                states();
            }
        }
        forward(BOTH, HEADS);
        forward(BOTH, TimeModel.INPUT);
        return c;
    }

    /** Of a training step. */
    Object step() {
        reconstruct();
        backward(BOTH, TimeModel.INPUT, true);
        backward(BOTH, HEADS, true);
        for (int in : new int[] {TimeModel.INPUT, TimeModel.CODE}) {
            for (int way = 0; way < 2; way++) {
                statesBackward();
                backward(in, GATES, in == TimeModel.CODE);
            }
        }
        return c;
    }
}
