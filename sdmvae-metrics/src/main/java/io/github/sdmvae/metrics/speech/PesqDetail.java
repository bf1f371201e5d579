/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.List;

/**
 * A PESQ score with what led to it: the delays per utterance and the disturbance per frame. Immutable.
 *
 * <p>Frames are 32 ms long and start every 16 ms; frame 0 starts with the reference. The score is made from the frames
 * {@link #firstFrame()} to {@link #lastFrame()}.
 */
public final class PesqDetail {

    private final boolean wideBand;
    private final double symmetricIndicator;
    private final double asymmetricIndicator;
    private final List<PesqUtterance> utterances;
    private final Disturbances disturbances;
    private final FrameRange range;
    private final int lostFrames;
    private final List<PesqBadInterval> badIntervals;

    private PesqDetail(Builder builder) {
        wideBand = builder.wideBand;
        symmetricIndicator = builder.symmetricIndicator;
        asymmetricIndicator = builder.asymmetricIndicator;
        utterances = builder.utterances;
        disturbances = builder.disturbances;
        range = builder.range;
        lostFrames = builder.lostFrames;
        badIntervals = builder.badIntervals;
    }

    /**
     * Whether this is the wide-band variant.
     *
     * @return true for P.862.2, false for P.862
     */
    public boolean wideBand() {
        return wideBand;
    }

    /**
     * The raw score. In narrow band this is the P.862 score; in wide band it is only the input of the mapping, since
     * P.862.2 defines no raw score.
     *
     * @return a value up to 4.5, rarely below 0.5
     */
    public double raw() {
        return Aggregation.rawScore(symmetricIndicator, asymmetricIndicator);
    }

    /**
     * The score mapped to the scale of listening tests: P.862.1 in narrow band, P.862.2 in wide band.
     *
     * @return MOS-LQO, about 1 to 4.549 in narrow band, 1 to 4.644 in wide band
     */
    public double lqo() {
        return wideBand ? MosMapping.wideBand(raw()) : MosMapping.narrowBand(raw());
    }

    /**
     * Mean symmetric disturbance over the file.
     *
     * @return a value from 0 (none)
     */
    public double symmetricIndicator() {
        return symmetricIndicator;
    }

    /**
     * Mean asymmetric disturbance over the file: added components only.
     *
     * @return a value from 0 (none)
     */
    public double asymmetricIndicator() {
        return asymmetricIndicator;
    }

    /**
     * The utterances with their delays, in order.
     *
     * @return at least one utterance, unmodifiable
     */
    public List<PesqUtterance> utterances() {
        return utterances;
    }

    /**
     * Intervals that were aligned a second time, in order.
     *
     * @return possibly none, unmodifiable
     */
    public List<PesqBadInterval> badIntervals() {
        return badIntervals;
    }

    /**
     * Symmetric disturbance of each frame as it enters the score.
     *
     * @return a new array, one value of 0 to 45 per frame
     */
    public double[] symmetricDisturbance() {
        return disturbances.symmetric().clone();
    }

    /**
     * Asymmetric disturbance of each frame as it enters the score.
     *
     * @return a new array, one value of 0 to 45 per frame
     */
    public double[] asymmetricDisturbance() {
        return disturbances.asymmetric().clone();
    }

    /**
     * First frame that enters the score, after the leading silence.
     *
     * @return index of the frame
     */
    public int firstFrame() {
        return range.start();
    }

    /**
     * Last frame that enters the score, before the trailing silence.
     *
     * @return index of the frame, inclusive
     */
    public int lastFrame() {
        return range.stop();
    }

    /**
     * Number of frames whose disturbance counts as 0 because a drop in delay removed them from the degraded signal.
     *
     * @return at least 0
     */
    public int lostFrames() {
        return lostFrames;
    }

    /** Collects the parts. */
    static final class Builder {

        private final boolean wideBand;
        private double symmetricIndicator;
        private double asymmetricIndicator;
        private List<PesqUtterance> utterances = List.of();
        private Disturbances disturbances = Disturbances.ofFrames(0);
        private FrameRange range = new FrameRange(0, 0, 0);
        private int lostFrames;
        private List<PesqBadInterval> badIntervals = List.of();

        Builder(boolean wideBand) {
            this.wideBand = wideBand;
        }

        Builder indicators(double symmetric, double asymmetric) {
            symmetricIndicator = symmetric;
            asymmetricIndicator = asymmetric;
            return this;
        }

        Builder utterances(List<PesqUtterance> found) {
            utterances = List.copyOf(found);
            return this;
        }

        Builder frames(Disturbances values, FrameRange frames, int lost, List<PesqBadInterval> bad) {
            disturbances = values;
            range = frames;
            lostFrames = lost;
            badIntervals = List.copyOf(bad);
            return this;
        }

        PesqDetail build() {
            return new PesqDetail(this);
        }
    }
}
