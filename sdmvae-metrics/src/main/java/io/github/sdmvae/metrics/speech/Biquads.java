/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** Cascades of second-order sections with the coefficients of the Recommendations. */
final class Biquads {

    /** Wide-band input filter at 16 kHz: a high-pass that flattens the response of the handset. P.862.2. */
    static final Biquads WIDE_BAND =
            new Biquads(new double[][] {{2.740826, -5.4816519, 2.740826, -1.9444777, 0.94597794}});

    private static final Biquads ALIGNMENT_8_KHZ = new Biquads(new double[][] {
        {0.885535424, -0.885535424, 0.000000000, -0.771070709, 0.000000000},
        {0.895092588, 1.292907193, 0.449260174, 1.268869037, 0.442025372},
        {4.049527940, -7.865190042, 3.815662102, -1.746859852, 0.786305963},
        {0.500002353, -0.500002353, 0.000000000, 0.000000000, 0.000000000},
        {0.565002834, -0.241585934, -0.306009671, 0.259688659, 0.249979657},
        {2.115237288, 0.919935084, 1.141240051, -1.587313419, 0.665935315},
        {0.912224584, -0.224397719, -0.641121413, -0.246029464, -0.556720590},
        {0.444617727, -0.307589321, 0.141638062, -0.996391149, 0.502251622},
    });

    private static final Biquads ALIGNMENT_16_KHZ = new Biquads(new double[][] {
        {0.325631521, -0.086782860, -0.238848661, -1.079416490, 0.434583902},
        {0.403961804, -0.556985881, 0.153024077, -0.415115835, 0.696590244},
        {4.736162769, 3.287251046, 1.753289019, -1.859599046, 0.876284034},
        {0.365373469, 0.000000000, 0.000000000, -0.634626531, 0.000000000},
        {0.884811506, 0.000000000, 0.000000000, -0.256725271, 0.141536777},
        {0.723593055, -1.447186099, 0.723593044, -1.129587469, 0.657232737},
        {1.644910855, -1.817280902, 1.249658063, -1.778403899, 0.801724355},
        {0.633692689, -0.284644314, -0.319789663, 0.000000000, 0.000000000},
        {1.032763031, 0.268428979, 0.602913323, 0.000000000, 0.000000000},
        {1.001616361, -0.823749013, 0.439731942, -0.885778255, 0.000000000},
        {0.752472096, -0.375388990, 0.188977609, -0.077258216, 0.247230734},
        {1.023700575, 0.001661628, 0.521284240, -0.183867259, 0.354324187},
    });

    private final double[][] sections;

    private Biquads(double[][] sections) {
        this.sections = sections;
    }

    /** The filter of the time alignment at 8 or 16 kHz. */
    static Biquads alignment(int rate) {
        return rate == 8000 ? ALIGNMENT_8_KHZ : ALIGNMENT_16_KHZ;
    }

    /** Filters samples from (inclusive) to (exclusive) in place, starting at rest. */
    void filter(double[] samples, int from, int to) {
        int i = 0;
        for (; i + 1 < sections.length; i += 2) {
            filter(sections[i], sections[i + 1], samples, from, to);
        }
        if (i < sections.length) {
            filter(sections[i], samples, from, to);
        }
    }

    private static void filter(double[] section, double[] samples, int from, int to) {
        double v1 = 0;
        double v2 = 0;
        for (int i = from; i < to; i++) {
            double v = samples[i] - section[4] * v2 - section[3] * v1;
            samples[i] = section[0] * v + section[1] * v1 + section[2] * v2;
            v2 = v1;
            v1 = v;
        }
    }

    /** Two sections in one pass: each waits for its own past only, so the processor overlaps them. */
    private static void filter(double[] first, double[] second, double[] samples, int from, int to) {
        // In variables: from an array they would be read again after each store of a sample.
        double b0 = first[0];
        double b1 = first[1];
        double b2 = first[2];
        double a1 = first[3];
        double a2 = first[4];
        double d0 = second[0];
        double d1 = second[1];
        double d2 = second[2];
        double c1 = second[3];
        double c2 = second[4];
        double v1 = 0;
        double v2 = 0;
        double w1 = 0;
        double w2 = 0;
        for (int i = from; i < to; i++) {
            double v = samples[i] - a2 * v2 - a1 * v1;
            double between = b0 * v + b1 * v1 + b2 * v2;
            double w = between - c2 * w2 - c1 * w1;
            samples[i] = d0 * w + d1 * w1 + d2 * w2;
            v2 = v1;
            v1 = v;
            w2 = w1;
            w1 = w;
        }
    }
}
