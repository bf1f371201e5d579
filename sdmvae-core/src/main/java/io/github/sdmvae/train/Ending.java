/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How trainings end: no part of a run, so that one that has ended may be asked again for the other weights.
 *
 * @param stopWhen asked after every epoch, or null
 * @param keepsLast whether the last epoch's weights are returned, not the best's
 */
record Ending(@Nullable Predicate<EpochReport> stopWhen, boolean keepsLast) {
    boolean stopsAfter(EpochReport report) {
        return stopWhen != null && stopWhen.test(report);
    }
}
