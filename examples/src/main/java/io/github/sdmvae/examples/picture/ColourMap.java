/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.picture;

/** From a number between 0 and 1 to a colour, by straight lines between the colours of a table. Immutable. */
public final class ColourMap {
    /** Dark to light, for amounts: lightness rises evenly, so that equal steps look equal, in grey print too. */
    public static final ColourMap EMBER =
            new ColourMap(0x05040f, 0x1d1147, 0x51127c, 0x832681, 0xb63679, 0xe65163, 0xfb8861, 0xfec287, 0xfcfdbf);

    /** Blue through white to red, for signed numbers: white is zero. */
    public static final ColourMap SIGNED =
            new ColourMap(0x123f82, 0x2f79b5, 0x75b3d8, 0xc6deec, 0xf8f8f8, 0xfbcfb8, 0xee8f6b, 0xc9433f, 0x7d0c25);

    /** Black to white, for images. */
    public static final ColourMap GREY = new ColourMap(0x000000, 0xffffff);

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
            return 0x909090;
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
}
