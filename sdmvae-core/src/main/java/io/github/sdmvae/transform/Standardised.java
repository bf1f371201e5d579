/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.part.Description;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Columns shifted and scaled, after another transform or none: {@code y_j = (f(x_j) - mean_j) · scale_j}. */
public final class Standardised implements InputTransform {
    static final String NAME = "standardised";
    private static final String INNER = "inner";
    private static final String MEAN = "mean";
    private static final String SCALE = "scale";
    /** Standard deviations below this share of the mean's size are rounding, and so are those that no float divides by. */
    private static final double CONSTANT = 1e-6;

    private final @Nullable InputTransform inner;
    private final float[] mean;
    private final float[] scale;

    private Standardised(@Nullable InputTransform inner, float[] mean, float[] scale) {
        if (mean.length == 0 || mean.length != scale.length) {
            throw new IllegalArgumentException(
                    "mean and scale must have one value per column, got " + mean.length + " and " + scale.length);
        }
        this.inner = inner;
        this.mean = mean;
        this.scale = scale;
    }

    static Standardised read(Description description) {
        InputTransform inner =
                description.has(INNER) ? InputTransforms.registry().read(description.part(INNER)) : null;
        return new Standardised(inner, description.array(MEAN), description.array(SCALE));
    }

    /** Mean and standard deviation of every column, by Welford's recurrence. */
    static Standardised over(@Nullable InputTransform inner, FrameSource source) {
        if (source.size() == 0) {
            throw new IllegalArgumentException("the data to standardise with is empty");
        }
        int width = source.width();
        double[] mean = new double[width];
        double[] squares = new double[width];
        float[] row = new float[width];
        double[] values = new double[width];
        for (int i = 0; i < source.size(); i++) {
            source.read(i, row, 0);
            for (int j = 0; j < width; j++) {
                values[j] = row[j];
            }
            if (inner != null) {
                inner.apply(values, width, values);
            }
            for (int j = 0; j < width; j++) {
                double difference = values[j] - mean[j];
                mean[j] += difference / (i + 1);
                squares[j] += difference * (values[j] - mean[j]);
            }
        }
        return new Standardised(inner, toFloats(mean), scales(mean, squares, source.size()));
    }

    private static float[] scales(double[] mean, double[] squares, int rows) {
        float[] scale = new float[mean.length];
        for (int j = 0; j < scale.length; j++) {
            double deviation = Math.sqrt(squares[j] / rows);
            float inverse = (float) (1 / deviation);
            boolean varies = deviation > CONSTANT * Math.abs(mean[j]) && Float.isFinite(inverse);
            scale[j] = varies ? inverse : 1;
        }
        return scale;
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int j = 0; j < values.length; j++) {
            floats[j] = (float) values[j];
        }
        return floats;
    }

    /**
     * What comes first.
     *
     * @return null for the data itself
     */
    public @Nullable InputTransform inner() {
        return inner;
    }

    /**
     * What is subtracted.
     *
     * @return a copy, one value per column
     */
    public float[] mean() {
        return mean.clone();
    }

    /**
     * What is multiplied with.
     *
     * @return a copy, one value per column
     */
    public float[] scale() {
        return scale.clone();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        Description own = Description.of(NAME).with(MEAN, mean).with(SCALE, scale);
        return inner == null ? own : own.with(INNER, inner);
    }

    @Override
    public void requireWidth(int width) {
        if (width != mean.length) {
            throw new IllegalArgumentException(
                    "the input was standardised over rows of " + mean.length + " values, the model has " + width);
        }
    }

    @Override
    public void apply(double[] x, int width, double[] y) {
        if (inner == null) {
            System.arraycopy(x, 0, y, 0, y.length);
        } else {
            inner.apply(x, width, y);
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = (y[i] - mean[i % width]) * scale[i % width];
        }
    }

    @Override
    public void backward(double[] x, int width, double[] dy, double[] dx) {
        for (int i = 0; i < dx.length; i++) {
            dx[i] = dy[i] * scale[i % width];
        }
        if (inner != null) {
            inner.backward(x, width, dx, dx);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Standardised s
                && Objects.equals(inner, s.inner)
                && Arrays.equals(mean, s.mean)
                && Arrays.equals(scale, s.scale);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean);
    }

    @Override
    public String toString() {
        return NAME + "[" + (inner == null ? "" : inner + ", ") + mean.length + " columns]";
    }
}
