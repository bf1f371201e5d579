/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Numbers as a picture without letters, so that it needs no fonts: the page writes the axes.
 *
 * @param values {@code values[column][row]}, row 0 at the bottom
 * @param scale what the colours mean
 * @param palette the colours
 */
@SuppressWarnings("ArrayRecordComponent") // large, only read here, and never compared
record HeatMap(float[][] values, Axis scale, Palette palette) {
    private static final int MAX_COLUMNS = 800;
    private static final int MAX_ROWS = 257;

    byte[] png() throws IOException {
        int width = Math.min(MAX_COLUMNS, values.length);
        int height = Math.min(MAX_ROWS, values[0].length);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette.colours());
        WritableRaster raster = image.getRaster();
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                double value = mean(x, width, y, height);
                raster.setSample(x, height - 1 - y, 0, Palette.index(scale.position(value)));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", new MemoryCacheImageOutputStream(bytes))) {
            throw new IOException("this Java has no PNG writer");
        }
        return bytes.toByteArray();
    }

    /** The mean of the cells under a pixel: skipping cells instead would hide thin lines. */
    private double mean(int x, int width, int y, int height) {
        double sum = 0;
        int count = 0;
        for (int c = start(x, width, values.length); c < end(x, width, values.length); c++) {
            for (int r = start(y, height, values[c].length); r < end(y, height, values[c].length); r++) {
                sum += values[c][r];
                count++;
            }
        }
        return sum / count;
    }

    private static int start(int pixel, int pixels, int cells) {
        return (int) ((long) pixel * cells / pixels);
    }

    private static int end(int pixel, int pixels, int cells) {
        return Math.max(start(pixel, pixels, cells) + 1, start(pixel + 1, pixels, cells));
    }

    /** Applied to every number. */
    interface FloatOperator {
        float apply(float value);
    }

    static float[][] map(float[][] values, FloatOperator operator) {
        float[][] mapped = new float[values.length][];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = values[i].clone();
            for (int j = 0; j < mapped[i].length; j++) {
                mapped[i][j] = operator.apply(mapped[i][j]);
            }
        }
        return mapped;
    }

    /** The number that a part of all numbers does not exceed. */
    static double percentile(float[][] values, double part) {
        float[] sorted = new float[values.length * values[0].length];
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(values[i], 0, sorted, i * values[0].length, values[0].length);
        }
        Arrays.sort(sorted);
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }
}
