/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

import io.github.sdmvae.metrics.FrameMean;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Means of {@link FrameMeasure}s over frames that come in batches. Memory does not grow with the data; how the frames are
 * cut into batches changes nothing. Not for several threads at once.
 */
public final class SparsityStream {
    private final Map<FrameMeasure, Sum> sums = new LinkedHashMap<>();

    private SparsityStream() {}

    /** A mean that is not finished. */
    private static final class Sum {
        private double sum;
        private int used;
        private int undefined;

        void add(double value) {
            if (Double.isNaN(value)) {
                undefined++;
            } else {
                sum += value;
                used++;
            }
        }

        FrameMean mean() {
            return new FrameMean(used == 0 ? Double.NaN : sum / used, used, undefined);
        }
    }

    /**
     * Starts with no frame.
     *
     * @param measures what to measure, at least one
     * @return the empty stream
     * @throws IllegalArgumentException if there is none
     */
    public static SparsityStream of(FrameMeasure... measures) {
        if (measures.length == 0) {
            throw new IllegalArgumentException("name at least one measure, got none");
        }
        SparsityStream stream = new SparsityStream();
        for (FrameMeasure measure : measures) {
            stream.sums.put(measure, new Sum());
        }
        return stream;
    }

    /**
     * Adds a batch.
     *
     * @param frames any number of frames
     * @throws IllegalArgumentException if a measure is not defined for codes of this kind, with the reason
     */
    public void add(CodeFrames frames) {
        add(frames, Masks.all(frames.size()));
    }

    /**
     * Adds the frames of a batch that count.
     *
     * @param frames any number of frames
     * @param counted one entry per frame, true where it counts, for instance by {@link
     *     io.github.sdmvae.metrics.FrameMask}
     * @throws IllegalArgumentException if a measure is not defined for codes of this kind, with the reason, or if the mask
     *     has another length
     */
    public void add(CodeFrames frames, boolean[] counted) {
        Masks.requireLength(counted, frames.size());
        sums.keySet().forEach(measure -> requireDefined(measure, frames.kind()));
        for (int t = 0; t < counted.length; t++) {
            if (counted[t]) {
                for (Map.Entry<FrameMeasure, Sum> entry : sums.entrySet()) {
                    entry.getValue().add(entry.getKey().of(frames, t));
                }
            }
        }
    }

    private static void requireDefined(FrameMeasure measure, PosteriorKind kind) {
        Optional<String> refusal = measure.refusal(kind);
        if (refusal.isPresent()) {
            throw new IllegalArgumentException(measure.name() + " is not defined for these codes: " + refusal.get());
        }
    }

    /**
     * The mean of a measure over the frames so far.
     *
     * @param measure one of those the stream was made with
     * @return the mean over the frames where it is defined, and both counts
     * @throws IllegalArgumentException if it is another one
     */
    public FrameMean mean(FrameMeasure measure) {
        Sum sum = sums.get(measure);
        if (sum == null) {
            throw new IllegalArgumentException("this stream does not measure " + measure.name());
        }
        return sum.mean();
    }
}
