/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import static io.github.sdmvae.bench.Sgemm.filled;
import static io.github.sdmvae.bench.Sgemm.product;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** The matrix products of one training step, or of one reconstruction, and nothing else, on one thread: a floor. */
final class BareProducts {
    private final int batch;
    private final int code;
    private final int hidden;
    private final FloatPointer wide;
    private final FloatPointer weights;
    private final FloatPointer left;
    private final FloatPointer right;
    private final FloatPointer small;

    BareProducts(int batch, int code, int hidden) {
        openblas.blas_set_num_threads(1);
        this.batch = batch;
        this.code = code;
        this.hidden = hidden;
        int most = Math.max(hidden, 2 * code);
        wide = filled((long) batch * BenchModel.INPUT);
        weights = filled((long) most * BenchModel.INPUT);
        left = filled((long) batch * most);
        right = filled((long) batch * most);
        small = filled((long) most * most);
    }

    /** Of the first layer alone. */
    void layer() {
        product(false, false, batch, hidden, BenchModel.INPUT, wide, weights, left);
    }

    /** Of the gradients of the first layer, the one of its input too. */
    void layerBackward() {
        product(true, false, BenchModel.INPUT, hidden, batch, wide, left, weights);
        product(false, true, batch, BenchModel.INPUT, hidden, left, weights, wide);
    }

    void forward() {
        product(false, false, batch, hidden, BenchModel.INPUT, wide, weights, left);
        product(false, false, batch, 2 * code, hidden, left, small, right);
        product(false, true, batch, code, code, right, small, left);
        product(false, false, batch, hidden, code, left, small, right);
        product(false, false, batch, BenchModel.INPUT, hidden, right, weights, wide);
    }

    void step() {
        forward();
        product(true, false, hidden, BenchModel.INPUT, batch, left, wide, weights);
        product(false, true, batch, hidden, BenchModel.INPUT, wide, weights, left);
        product(true, false, code, hidden, batch, right, left, small);
        product(false, true, batch, code, hidden, left, small, right);
        product(false, false, batch, code, code, right, small, left);
        product(true, false, hidden, 2 * code, batch, left, right, small);
        product(false, true, batch, hidden, 2 * code, right, small, left);
        product(true, false, BenchModel.INPUT, hidden, batch, wide, left, weights);
    }
}
