/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** Matrix products by OpenBLAS alone, without anything round them, for floors. */
final class Sgemm {
    private Sgemm() {}

    /** Numbers that are neither zero nor denormal. */
    static FloatPointer filled(long length) {
        FloatPointer values = new FloatPointer(length);
        for (long i = 0; i < length; i++) {
            values.put(i, (float) Math.sin((double) i));
        }
        return values;
    }

    /** C = A B / 1000, of m × n values by k terms each; a small factor keeps values small however often. */
    static void product(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            FloatPointer a,
            FloatPointer b,
            FloatPointer c) {
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                transposeA ? openblas.CblasTrans : openblas.CblasNoTrans,
                transposeB ? openblas.CblasTrans : openblas.CblasNoTrans,
                m,
                n,
                k,
                1e-3f,
                a,
                transposeA ? m : k,
                b,
                transposeB ? k : n,
                0,
                c,
                n);
    }
}
