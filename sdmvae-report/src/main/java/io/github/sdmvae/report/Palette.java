/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** 256 colours for numbers from 0 to 1, by straight lines between a few. */
enum Palette {
    /** Dark to light, for amounts; its lightness rises evenly. */
    AMOUNT(0x05040f, 0x1d1147, 0x51127c, 0x832681, 0xb63679, 0xe65163, 0xfb8861, 0xfec287, 0xfcfdbf),
    /** Blue through white to red, for signed numbers: white is zero. */
    SIGNED(0x123f82, 0x2f79b5, 0x75b3d8, 0xc6deec, 0xf8f8f8, 0xfbcfb8, 0xee8f6b, 0xc9433f, 0x7d0c25);

    static final int SIZE = 256;

    @SuppressWarnings("ImmutableEnumChecker") // never changed, never handed out
    private final int[] stops;

    Palette(int... stops) {
        this.stops = stops;
    }

    /** The colour's number: the ends for values outside, the low end for NaN. */
    static int index(double position) {
        return (int) Math.round(Math.max(0, Math.min(1, Double.isNaN(position) ? 0 : position)) * (SIZE - 1));
    }

    IndexColorModel colours() {
        byte[][] channels = new byte[3][SIZE];
        for (int i = 0; i < SIZE; i++) {
            double place = i / (SIZE - 1.0) * (stops.length - 1);
            int below = Math.min((int) place, stops.length - 2);
            for (int c = 0; c < 3; c++) {
                int from = stops[below] >> (16 - 8 * c) & 0xff;
                int to = stops[below + 1] >> (16 - 8 * c) & 0xff;
                channels[c][i] = (byte) Math.round(from + (place - below) * (to - from));
            }
        }
        return new IndexColorModel(8, SIZE, channels[0], channels[1], channels[2]);
    }

    /** The same colours from left to right, for CSS. */
    String gradient() {
        List<String> colours = new ArrayList<>();
        for (int stop : stops) {
            colours.add(String.format(Locale.ROOT, "#%06x", stop));
        }
        return "linear-gradient(to right," + String.join(",", colours) + ")";
    }
}
