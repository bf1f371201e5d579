/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** States of tiles in a file, each at a place of its own. */
final class FileTiles implements TileStore {
    private final ScratchFile file;
    private volatile @Nullable TileState shape;

    FileTiles(ScratchFile file) {
        this.file = file;
    }

    @Override
    public TileState load(int tile) {
        TileState state = Objects.requireNonNull(shape, "saved before").emptyLike();
        List<double[]> arrays = state.arrays();
        long at = tile * size(arrays);
        for (double[] array : arrays) {
            file.read(at, array, array.length);
            at += array.length;
        }
        return state;
    }

    @Override
    public void save(int tile, TileState state) {
        List<double[]> arrays = state.arrays();
        long at = tile * size(arrays);
        for (double[] array : arrays) {
            file.write(at, array, array.length);
            at += array.length;
        }
        if (shape == null) {
            shape = state.emptyLike();
        }
    }

    private static long size(List<double[]> arrays) {
        return arrays.stream().mapToLong(array -> array.length).sum();
    }
}
