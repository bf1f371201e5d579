/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * One matrix product {@code C += A·B} by OpenBLAS on one thread, in parts that may run at the same time. The parts follow
 * from the shape alone. Of the ways to cut, the one along the longest side packs the least twice: rows or columns of C,
 * or the inner dimension, whose parts {@link #addUp} then adds in order.
 *
 * <p>C is filled first, with zeros or with the bias: OpenBLAS takes longer to zero 128 × 513 values (20 µs) than a fill
 * does.
 */
final class CpuProduct {
    /** Below this many multiplications a part costs more than it saves. */
    private static final long SMALL = 2_000_000;

    private static final int LONG_SIDE = 384;
    private static final int PART = 512;
    private static final int MOST_INNER_PARTS = 4;

    private final CpuTensor a;
    private final boolean transposeA;
    private final CpuTensor b;
    private final boolean transposeB;
    private final CpuTensor c;
    private final int inner;
    private final Cut cut;
    private final int parts;

    /** What is cut. */
    private enum Cut {
        ROWS,
        COLUMNS,
        INNER
    }

    CpuProduct(CpuTensor a, boolean transposeA, CpuTensor b, boolean transposeB, CpuTensor c) {
        this.a = a;
        this.transposeA = transposeA;
        this.b = b;
        this.transposeB = transposeB;
        this.c = c;
        this.inner = transposeA ? a.rows() : a.columns();
        int outer = Math.max(c.rows(), c.columns());
        this.cut = outer < LONG_SIDE && inner > outer ? Cut.INNER : c.rows() >= c.columns() ? Cut.ROWS : Cut.COLUMNS;
        this.parts = parts(cut == Cut.INNER ? inner : outer);
    }

    /** Whether {@link #addRow} does for {@code c += row·matrix} what {@link #run} would. */
    static boolean isSmallRow(CpuTensor row, CpuTensor c) {
        return c.rows() == 1 && (long) c.length() * row.columns() < SMALL;
    }

    /** {@code c += row·matrix} without an object to say so. */
    static void addRow(CpuTensor row, CpuTensor matrix, CpuTensor c) {
        CpuScratch.own();
        timesVector(
                openblas.CblasTrans,
                matrix.rows(),
                matrix.columns(),
                matrix.pointer(),
                matrix.columns(),
                row.pointer(),
                c.pointer());
    }

    private int parts(int side) {
        if ((long) c.length() * inner < SMALL || side < LONG_SIDE) {
            return 1;
        }
        int wanted = Math.max(2, side / PART);
        return cut == Cut.INNER ? Math.min(wanted, MOST_INNER_PARTS) : wanted;
    }

    int parts() {
        return parts;
    }

    /** C. */
    CpuTensor target() {
        return c;
    }

    /** Boundary of parts, a multiple of 16 as the inner loops like it. */
    private int bound(int part, int side) {
        return part == parts ? side : (int) ((long) side * part / parts) & -16;
    }

    void run(int part) {
        CpuScratch.own();
        if (parts == 1) {
            multiply(0, c.rows(), 0, c.columns(), 0, inner, c.pointer());
            return;
        }
        int side = cut == Cut.INNER ? inner : cut == Cut.ROWS ? c.rows() : c.columns();
        int from = bound(part, side);
        int to = bound(part + 1, side);
        switch (cut) {
            case ROWS -> multiply(from, to, 0, c.columns(), 0, inner, c.pointer());
            case COLUMNS -> multiply(0, c.rows(), from, to, 0, inner, c.pointer());
            case INNER -> {
                FloatPointer target = c.pointer();
                if (part > 0) {
                    CpuTensor pieces = c.partials(parts - 1);
                    pieces.zero((part - 1) * c.length(), c.length());
                    target = at(pieces.pointer(), (part - 1L) * c.length());
                }
                multiply(0, c.rows(), 0, c.columns(), from, to, target);
            }
        }
    }

    private void multiply(
            int rowFrom, int rowTo, int columnFrom, int columnTo, int innerFrom, int innerTo, FloatPointer target) {
        long startA = transposeA ? (long) innerFrom * a.columns() + rowFrom : (long) rowFrom * a.columns() + innerFrom;
        long startB =
                transposeB ? (long) columnFrom * b.columns() + innerFrom : (long) innerFrom * b.columns() + columnFrom;
        FloatPointer fromA = at(a.pointer(), startA);
        FloatPointer fromB = at(b.pointer(), startB);
        FloatPointer to = at(target, (long) rowFrom * c.columns() + columnFrom);
        if (rowTo - rowFrom == 1 && !transposeA) {
            timesMatrix(fromA, fromB, innerTo - innerFrom, columnTo - columnFrom, to);
            return;
        }
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                transposeA ? openblas.CblasTrans : openblas.CblasNoTrans,
                transposeB ? openblas.CblasTrans : openblas.CblasNoTrans,
                rowTo - rowFrom,
                columnTo - columnFrom,
                innerTo - innerFrom,
                1,
                fromA,
                a.columns(),
                fromB,
                b.columns(),
                1,
                to,
                c.columns());
    }

    /** A row of A times the columns of B. */
    private void timesMatrix(FloatPointer row, FloatPointer matrix, int innerSize, int columns, FloatPointer target) {
        timesVector(
                transposeB ? openblas.CblasNoTrans : openblas.CblasTrans,
                transposeB ? columns : innerSize,
                transposeB ? innerSize : columns,
                matrix,
                b.columns(),
                row,
                target);
    }

    /** A single row, as for one frame in live use: several times faster than a product that packs its matrix first. */
    private static void timesVector(
            int transpose,
            int rows,
            int columns,
            FloatPointer matrix,
            int stride,
            FloatPointer row,
            FloatPointer target) {
        openblas.cblas_sgemv(openblas.CblasRowMajor, transpose, rows, columns, 1, matrix, stride, row, 1, 1, target, 1);
    }

    private static FloatPointer at(FloatPointer pointer, long index) {
        return index == 0 ? pointer : pointer.getPointer(index);
    }

    /** Whether {@link #addUp} has anything to do. */
    boolean inPieces() {
        return cut == Cut.INNER && parts > 1;
    }

    /**
     * Adds the other parts of a product that was cut along its inner dimension to a stretch of the first.
     *
     * @param first index in C of the first value
     * @param sum holds the values of C from there on, receives their sums
     * @param spare overwritten
     * @param count how many
     */
    void addUp(int first, float[] sum, float[] spare, int count) {
        if (!inPieces()) {
            return;
        }
        CpuTensor pieces = c.partials(parts - 1);
        for (int p = 0; p < parts - 1; p++) {
            pieces.get(p * c.length() + first, spare, 0, count);
            for (int i = 0; i < count; i++) {
                sum[i] += spare[i];
            }
        }
    }
}
