/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.report.chart.ImageFormat;

/**
 * Images to train on and to judge by.
 *
 * @param train images of the training
 * @param trainLabels their classes, or empty
 * @param validation images that the training does not see
 * @param labels their classes, or empty
 * @param format how to draw them
 * @param likelihood that suits them
 * @param functions what generated images are made of, one per row; empty for others
 */
@SuppressWarnings("ArrayRecordComponent") // only read here, and never compared
record ImageSet(
        Frames train,
        int[] trainLabels,
        Frames validation,
        int[] labels,
        ImageFormat format,
        Likelihood likelihood,
        double[][] functions) {

    int width() {
        return train.width();
    }

    boolean hasClasses() {
        return labels.length > 0;
    }

    /** The first rows, or all if there are fewer. */
    static float[][] first(Frames frames, int count) {
        float[][] rows = new float[Math.min(count, frames.size())][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = frames.row(i);
        }
        return rows;
    }
}
