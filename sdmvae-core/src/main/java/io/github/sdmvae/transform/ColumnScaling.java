/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import io.github.sdmvae.part.Description;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Columns shifted and scaled: {@code y_j = (x_j - mean_j) · scale_j}. */
public final class ColumnScaling implements DataTransform {
    static final String NAME = "columnScaling";
    private static final String MEAN = "mean";
    private static final String SCALE = "scale";

    private final float[] mean;
    private final float[] scale;

    ColumnScaling(float[] mean, float[] scale) {
        if (mean.length == 0 || mean.length != scale.length) {
            throw new IllegalArgumentException(
                    "mean and scale must have one value per column, got " + mean.length + " and " + scale.length);
        }
        for (int j = 0; j < mean.length; j++) {
            if (!Float.isFinite(mean[j]) || !Float.isFinite(scale[j]) || !(scale[j] > 0)) {
                throw new IllegalArgumentException("mean must be finite and scale finite and above 0, column " + j
                        + " has " + mean[j] + " and " + scale[j]);
            }
        }
        this.mean = mean;
        this.scale = scale;
    }

    static ColumnScaling read(Description description) {
        return new ColumnScaling(description.array(MEAN), description.array(SCALE));
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
        return Description.of(NAME).with(MEAN, mean).with(SCALE, scale);
    }

    @Override
    public void requireWidth(int width) {
        if (width != mean.length) {
            throw new IllegalArgumentException(
                    "the data transform was made for rows of " + mean.length + " values, these have " + width);
        }
    }

    @Override
    public void apply(float[] row, int offset) {
        for (int j = 0; j < mean.length; j++) {
            row[offset + j] = (float) (((double) row[offset + j] - mean[j]) * scale[j]);
        }
    }

    @Override
    public void undo(float[] row, int offset) {
        for (int j = 0; j < mean.length; j++) {
            row[offset + j] = (float) ((double) row[offset + j] / scale[j] + mean[j]);
        }
    }

    @Override
    public double logVolume() {
        double sum = 0;
        for (float factor : scale) {
            sum += Math.log(factor);
        }
        return sum;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ColumnScaling s && Arrays.equals(mean, s.mean) && Arrays.equals(scale, s.scale);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(scale);
    }

    @Override
    public String toString() {
        return NAME + "[" + mean.length + " columns]";
    }
}
