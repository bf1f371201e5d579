/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import io.github.sdmvae.data.FrameSource;
import java.util.Random;

/** Generated data for the tests of this package. */
final class ClassicData {
    private ClassicData() {}

    /** Clusters around random centres, with random correlated spread. */
    static float[][] clustered(int count, int width, int clusters, long seed) {
        Random random = new Random(seed);
        double[][] centres = matrix(clusters, width, 3, random);
        double[][][] mixing = new double[clusters][][];
        for (int c = 0; c < clusters; c++) {
            mixing[c] = matrix(width, width, 0.7, random);
        }
        float[][] rows = new float[count][width];
        for (float[] row : rows) {
            int c = random.nextInt(clusters);
            double[] e = random.doubles(width, -1.7, 1.7).toArray();
            for (int j = 0; j < width; j++) {
                double sum = centres[c][j];
                for (int k = 0; k < width; k++) {
                    sum += mixing[c][j][k] * e[k];
                }
                row[j] = (float) sum;
            }
        }
        return rows;
    }

    private static double[][] matrix(int rows, int columns, double deviation, Random random) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            for (int j = 0; j < columns; j++) {
                row[j] = deviation * random.nextGaussian();
            }
        }
        return matrix;
    }

    static float[][] normal(int count, int width, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][width];
        for (float[] row : rows) {
            for (int j = 0; j < width; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    /** A source of the user's own that breaks the rule of finite values. */
    static FrameSource withNan() {
        return new FrameSource() {
            @Override
            public int size() {
                return 20;
            }

            @Override
            public int width() {
                return 2;
            }

            @Override
            public void read(int index, float[] target, int offset) {
                target[offset] = index;
                target[offset + 1] = index == 7 ? Float.NaN : -index;
            }
        };
    }
}
