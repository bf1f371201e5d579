/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.part.Part;

/**
 * What a model makes of a row before anything else sees it, and undoes behind the decoder: encoder and likelihood work on
 * y = f(x), users give x and get x. Part of the definition and saved with the model. (An {@link InputTransform} is seen by the
 * encoder alone.) Losses are those of y; where a constant or log p(x) is given, the volume of f is counted in. Immutable.
 */
public interface DataTransform extends Part {

    /**
     * Checks that rows of a width can be transformed.
     *
     * @param width n
     * @throws IllegalArgumentException if the transform was made for another width
     */
    void requireWidth(int width);

    /**
     * Transforms one row in place.
     *
     * @param row n values behind the offset
     * @param offset of the first value
     */
    void apply(float[] row, int offset);

    /**
     * Undoes {@link #apply} on one row in place.
     *
     * @param row n values behind the offset
     * @param offset of the first value
     */
    void undo(float[] row, int offset);

    /**
     * Log of the factor by which the transform stretches volumes, {@code log |det f'(x)|}: {@code log p(x) = log p(y) +} this.
     *
     * @return nats per row
     */
    double logVolume();

    /**
     * Data as a model sees it.
     *
     * @param source of rows as users give them
     * @return the same rows transformed; values that overflow by it are refused when read, naming row and column
     */
    default FrameSource of(FrameSource source) {
        requireWidth(source.width());
        return new TransformedFrames(source, this);
    }

    /**
     * Every column shifted and scaled to mean 0 and standard deviation 1 over some data, so that columns of different units
     * count alike. Constant columns are shifted only.
     *
     * @param source training data, read once
     * @return {@link ColumnScaling}
     * @throws IllegalArgumentException if the source is empty
     */
    static DataTransform standardise(FrameSource source) {
        Standardised columns = Standardised.over(null, source);
        return new ColumnScaling(columns.mean(), columns.scale());
    }

    /**
     * Columns shifted and scaled by given numbers, {@code y = (x - mean) · scale}.
     *
     * @param mean what is subtracted, one finite value per column
     * @param scale what is multiplied with, one finite value above zero per column
     * @return {@link ColumnScaling}
     * @throws IllegalArgumentException naming the column, if a value is out of range
     */
    static DataTransform columns(float[] mean, float[] scale) {
        return new ColumnScaling(mean.clone(), scale.clone());
    }
}
