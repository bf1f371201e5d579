/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The fewest entries that carry a share of a frame's information.
 *
 * @param share above 0, at most 1
 */
record EntriesForShare(double share) implements FrameMeasure {

    EntriesForShare {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be above 0 and at most 1, got " + share);
        }
    }

    @Override
    public String name() {
        return String.format(Locale.ROOT, "entries for %.4g %%", 100 * share);
    }

    @Override
    public boolean isScaleFree() {
        return true;
    }

    @Override
    public Optional<String> refusal(PosteriorKind kind) {
        return kind.refusesInformation();
    }

    @Override
    public double of(CodeFrames frames, int frame) {
        double[] nats = frames.information(frame);
        Arrays.sort(nats);
        // Summed in the order in which it is gathered again, so that all entries reach all of it.
        double wanted = share * sumOfLargest(nats, nats.length);
        if (!(wanted > 0 && wanted < Double.POSITIVE_INFINITY)) {
            return Double.NaN;
        }
        double gathered = 0;
        int count = 0;
        while (gathered < wanted) {
            count++;
            gathered += nats[nats.length - count];
        }
        return count;
    }

    private static double sumOfLargest(double[] ascending, int count) {
        double sum = 0;
        for (int i = 1; i <= count; i++) {
            sum += ascending[ascending.length - i];
        }
        return sum;
    }
}
