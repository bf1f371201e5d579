/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** From the disturbances of the frames to two indicators and the raw score. P.862 clause 10.2. */
final class Aggregation {

    private static final double MOST_DISTURBANCE = 45;
    private static final int INTERVAL = 20;
    private static final int LONG_FILE = 1000;

    private final FrameRange range;
    private final int frames;

    /**
     * Prepares the averages.
     *
     * @param range frames to average over
     * @param longest length of the longer signal with its margins, in samples
     * @param grid sizes
     */
    Aggregation(FrameRange range, int longest, PesqGrid grid) {
        this.range = range;
        this.frames = (longest - 2 * grid.margin()) / grid.hop() - 1;
    }

    /** Divides each frame's disturbance by a power of its audible energy and limits it; in place. */
    static void weight(Disturbances disturbances, double[] audiblePower) {
        for (int f = 0; f < audiblePower.length; f++) {
            double divisor = Math.pow((audiblePower[f] + 1e5) / 1e7, 0.04);
            double[] symmetric = disturbances.symmetric();
            double[] asymmetric = disturbances.asymmetric();
            symmetric[f] = Math.min(MOST_DISTURBANCE, symmetric[f] / divisor);
            asymmetric[f] = Math.min(MOST_DISTURBANCE, asymmetric[f] / divisor);
        }
    }

    /** Sixth-power mean over intervals of 320 ms, every 160 ms, then the weighted root mean square over the file. */
    double average(double[] disturbance) {
        double sum = 0;
        double weights = 0;
        for (int i = range.start(); i <= range.stop(); i += INTERVAL / 2) {
            double interval = 0;
            for (int f = i; f < i + INTERVAL && f <= range.stop(); f++) {
                double square = disturbance[f] * disturbance[f];
                interval += square * square * square;
            }
            double value = timeWeight(i - range.start()) * Math.pow(interval / INTERVAL, 1.0 / 6);
            sum += value * value;
            weights += timeWeight(i - range.start()) * timeWeight(i - range.start());
        }
        return Math.sqrt(sum / weights);
    }

    static double rawScore(double symmetricIndicator, double asymmetricIndicator) {
        return 4.5 - 0.1 * symmetricIndicator - 0.0309 * asymmetricIndicator;
    }

    /** In files of more than 16 s the end counts more than the beginning. */
    private double timeWeight(int frame) {
        if (range.stop() + 1 <= LONG_FILE) {
            return 1;
        }
        double share = Math.min(0.5, (frames - LONG_FILE) / 5500.0);
        return 1 - share + share * frame / frames;
    }
}
