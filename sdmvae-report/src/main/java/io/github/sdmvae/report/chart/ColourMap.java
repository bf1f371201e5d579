/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From a number between 0 and 1 to a colour, by straight lines between the colours of a table. Immutable. */
public final class ColourMap {
    /** Dark to light, for amounts: lightness rises evenly, so that equal steps look equal, in grey print too. */
    public static final ColourMap AMOUNT =
            new ColourMap(0x05040f, 0x1d1147, 0x51127c, 0x832681, 0xb63679, 0xe65163, 0xfb8861, 0xfec287, 0xfcfdbf);

    /** Blue through white to red, for signed numbers: white is zero. */
    public static final ColourMap SIGNED =
            new ColourMap(0x123f82, 0x2f79b5, 0x75b3d8, 0xc6deec, 0xf8f8f8, 0xfbcfb8, 0xee8f6b, 0xc9433f, 0x7d0c25);

    /** Black to white, for images. */
    public static final ColourMap GREY = new ColourMap(0x000000, 0xffffff);

    /** For what is not a number. */
    private static final int NEUTRAL = 0x909090;
    /** Steps of an indexed image; one more entry is for what is not a number. */
    private static final int STEPS = 255;

    private final int[] table;

    private ColourMap(int... table) {
        this.table = table;
    }

    /**
     * The colour of a number.
     *
     * @param position 0 to 1; numbers outside get the nearest end's colour, NaN a neutral grey
     * @return red, green and blue as {@code 0xRRGGBB}
     */
    public int colour(double position) {
        if (Double.isNaN(position)) {
            return NEUTRAL;
        }
        double place = Math.max(0, Math.min(1, position)) * (table.length - 1);
        int below = Math.min((int) place, table.length - 2);
        double part = place - below;
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = table[below] >> shift & 0xff;
            int to = table[below + 1] >> shift & 0xff;
            colour |= (int) Math.round(from + part * (to - from)) << shift;
        }
        return colour;
    }

    /**
     * The colours from left to right, for a style sheet.
     *
     * @return a CSS gradient
     */
    public String gradient() {
        List<String> colours = new ArrayList<>();
        for (int stop : table) {
            colours.add(String.format(Locale.ROOT, "#%06x", stop));
        }
        return "linear-gradient(to right," + String.join(",", colours) + ")";
    }

    /** The colours in 255 steps, for images of one byte per pixel. */
    IndexColorModel indexed() {
        int[] colours = new int[STEPS + 1];
        for (int i = 0; i < STEPS; i++) {
            colours[i] = colour(i / (STEPS - 1.0));
        }
        colours[STEPS] = NEUTRAL;
        return new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
    }

    /** The entry of {@link #indexed} for a position. */
    static int index(double position) {
        return Double.isNaN(position) ? STEPS : (int) Math.round(Math.max(0, Math.min(1, position)) * (STEPS - 1));
    }
}
