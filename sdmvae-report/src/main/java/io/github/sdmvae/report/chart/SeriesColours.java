/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.awt.Color;
import java.util.Locale;

/** Colours of lines and points, told apart by people who do not see red or green, too. */
final class SeriesColours {
    static final Color INK = new Color(0x222222);

    private static final int[] ON_WHITE = {
        0x0072b2, 0xd55e00, 0x00875f, 0xb0508d, 0x2b9bd6, 0xb87a00, 0x6b4fa0, 0x7a5c2e, 0x303030, 0x9c1f2b
    };
    private static final int[] ON_BLACK = {
        0x4aa8e0, 0xff8a4a, 0x35c79b, 0xe6a0c8, 0x9cd8fa, 0xffc34d, 0xb39ae8, 0xcdb07a, 0xdddddd, 0xf2777f
    };

    static final int COUNT = ON_WHITE.length;

    private SeriesColours() {}

    /** On white paper; after the last one they start again. */
    static Color of(int series) {
        return new Color(ON_WHITE[Math.floorMod(series, COUNT)]);
    }

    /** The number of a series in the style sheet's classes {@code s0}, {@code b0} … */
    static int number(int series) {
        return Math.floorMod(series, COUNT);
    }

    /** Variables {@code --s0} … and classes for strokes (s), backgrounds (b) and fills (f), in light and dark. */
    static String css() {
        StringBuilder css =
                new StringBuilder(":root{").append(variables(ON_WHITE)).append("}\n");
        css.append("@media (prefers-color-scheme:dark){:root{")
                .append(variables(ON_BLACK))
                .append("}}\n");
        for (int i = 0; i < COUNT; i++) {
            css.append(String.format(
                    Locale.ROOT,
                    ".s%1$d{stroke:var(--s%1$d)}.b%1$d{background:var(--s%1$d)}.f%1$d{fill:var(--s%1$d)}\n",
                    i));
        }
        return css.toString();
    }

    private static String variables(int[] colours) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < colours.length; i++) {
            text.append(String.format(Locale.ROOT, "--s%d:#%06x;", i, colours[i]));
        }
        return text.toString();
    }
}
