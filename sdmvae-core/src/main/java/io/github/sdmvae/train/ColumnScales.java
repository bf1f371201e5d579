/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.model.ModelDefinition;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether columns differ so much in scale that a model sees the largest ones alone: what a newcomer's table of mixed units
 * does without a data transform. Power spectra do so by nature, and their likelihood is free of scale.
 */
final class ColumnScales {
    private static final int ROWS = 1_000;
    private static final double MOST = 1_000;

    private ColumnScales() {}

    /** A warning, if there is something to warn of. */
    static Optional<String> warning(FrameSource data, ModelDefinition definition) {
        boolean anyNumbers = definition.likelihood().domain().lowest() < 0;
        return anyNumbers && definition.dataTransform() == null ? warning(data) : Optional.empty();
    }

    private static Optional<String> warning(FrameSource data) {
        double[] deviations = deviations(data);
        int least = -1;
        int most = 0;
        for (int j = 0; j < deviations.length; j++) {
            most = deviations[j] > deviations[most] ? j : most;
            if (deviations[j] > 0 && (least < 0 || deviations[j] < deviations[least])) {
                least = j;
            }
        }
        if (least < 0 || deviations[most] < MOST * deviations[least]) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "columns differ in scale: column %s varies by %.3g, column %s by %.3g (counted from 0); the small ones will hardly be"
                        + " learned: set ModelDefinition.builder().dataTransform(DataTransform.standardise(rows))",
                named(most, data),
                deviations[most],
                named(least, data),
                deviations[least]));
    }

    private static String named(int column, FrameSource data) {
        return column < data.names().size() ? column + " (" + data.names().get(column) + ")" : String.valueOf(column);
    }

    /** Standard deviations over the first rows. */
    private static double[] deviations(FrameSource data) {
        int rows = Math.min(ROWS, data.size());
        int width = data.width();
        float[] row = new float[width];
        double[] mean = new double[width];
        double[] squares = new double[width];
        for (int i = 0; i < rows; i++) {
            data.read(i, row, 0);
            for (int j = 0; j < width; j++) {
                double step = row[j] - mean[j];
                mean[j] += step / (i + 1);
                squares[j] += step * (row[j] - mean[j]);
            }
        }
        for (int j = 0; j < width; j++) {
            squares[j] = Math.sqrt(squares[j] / rows);
        }
        return squares;
    }
}
