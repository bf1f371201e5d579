/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of the frames of one tile, from iteration to iteration.
 *
 * @param activations H, rows × K
 * @param sources one each
 */
@SuppressWarnings("ArrayRecordComponent") // written in place, and never compared
record TileState(double[] activations, List<SourceState> sources) {

    /** All arrays, in a fixed order. */
    List<double[]> arrays() {
        List<double[]> all = new ArrayList<>();
        all.add(activations);
        sources.forEach(source -> all.addAll(source.arrays()));
        return all;
    }

    /** Zeros of the same shape. */
    TileState emptyLike() {
        return new TileState(
                new double[activations.length],
                sources.stream().map(SourceState::emptyLike).toList());
    }
}
