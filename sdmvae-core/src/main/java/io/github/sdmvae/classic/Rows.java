/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import io.github.sdmvae.data.FrameSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a source as finite doubles. Not thread-safe: every fit has its own. */
final class Rows {
    private final FrameSource source;
    private final float[] buffer;
    private final @Nullable ColumnScale scale;

    Rows(FrameSource source) {
        this(source, null);
    }

    private Rows(FrameSource source, @Nullable ColumnScale scale) {
        this.source = source;
        this.buffer = new float[source.width()];
        this.scale = scale;
    }

    /** The same rows in other units. */
    Rows in(ColumnScale units) {
        return new Rows(source, units);
    }

    /** For a model that is asked about data: at least one row, of the model's width. */
    static Rows of(FrameSource source, int width) {
        if (source.size() == 0 || source.width() != width) {
            throw new IllegalArgumentException("data must have at least one row of " + width + " values, got "
                    + source.size() + " rows of " + source.width());
        }
        return new Rows(source);
    }

    int size() {
        return source.size();
    }

    int width() {
        return buffer.length;
    }

    void read(int index, double[] target) {
        source.read(index, buffer, 0);
        widen(buffer, index, target);
        if (scale != null) {
            scale.apply(target);
        }
    }

    /** Hands every row to a consumer, in order, in one array that is overwritten. */
    void forEach(Consumer<double[]> consumer) {
        double[] row = new double[width()];
        for (int i = 0; i < size(); i++) {
            read(i, row);
            consumer.accept(row);
        }
    }

    /** Reads following rows, rounded to single precision in other units. Does not look for values that are not finite. */
    void readChunk(int from, int count, float[] target) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = from + i;
        }
        source.read(numbers, 0, count, target, 0);
        if (scale != null) {
            scale.apply(target, count);
        }
    }

    void requireFinite(float[] chunk, int from, int count) {
        for (int i = 0; i < count * width(); i++) {
            if (!Float.isFinite(chunk[i])) {
                throw new IllegalArgumentException("values must be finite, row " + (from + i / width()) + " column "
                        + i % width() + " is " + chunk[i]);
            }
        }
    }

    /** Copies a row given by a user. */
    static double[] widen(float[] values, int index, int width) {
        if (values.length != width) {
            throw new IllegalArgumentException(
                    "rows must have " + width + " values, row " + index + " has " + values.length);
        }
        double[] row = new double[width];
        widen(values, index, row);
        return row;
    }

    private static void widen(float[] values, int index, double[] target) {
        for (int j = 0; j < target.length; j++) {
            if (!Float.isFinite(values[j])) {
                throw new IllegalArgumentException(
                        "values must be finite, row " + index + " column " + j + " is " + values[j]);
            }
            target[j] = values[j];
        }
    }

    static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int j = 0; j < values.length; j++) {
            narrow[j] = (float) values[j];
        }
        return narrow;
    }

    double[] mean() {
        double[] mean = new double[width()];
        forEach(row -> addScaled(mean, row, 1));
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= size();
        }
        return mean;
    }

    /** The variance over rows of each column; refuses data in which none varies. */
    double[] variances(double[] mean) {
        double[] variances = new double[width()];
        forEach(row -> {
            for (int j = 0; j < variances.length; j++) {
                double difference = row[j] - mean[j];
                variances[j] += difference * difference;
            }
        });
        boolean varies = false;
        for (int j = 0; j < variances.length; j++) {
            variances[j] /= size();
            varies |= variances[j] > 0;
        }
        if (!varies) {
            throw new IllegalArgumentException("the data has no variance: all " + size() + " rows are equal");
        }
        return variances;
    }

    static void addScaled(double[] target, double[] row, double factor) {
        for (int j = 0; j < target.length; j++) {
            target[j] += factor * row[j];
        }
    }

    static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double difference = a[j] - b[j];
            sum += difference * difference;
        }
        return sum;
    }

    /** In four sums: one alone would wait for every addition. */
    static double squaredDistance(float[] rows, int offset, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j < b.length - 3; j += 4) {
            double d0 = rows[offset + j] - b[j];
            double d1 = rows[offset + j + 1] - b[j + 1];
            double d2 = rows[offset + j + 2] - b[j + 2];
            double d3 = rows[offset + j + 3] - b[j + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; j < b.length; j++) {
            double d = rows[offset + j] - b[j];
            s0 += d * d;
        }
        return (s0 + s1) + (s2 + s3);
    }

    static double squaredNorm(double[] row) {
        return Matrices.squaredNorm(row);
    }
}
