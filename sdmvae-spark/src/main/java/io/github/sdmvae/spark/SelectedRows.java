/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import io.github.sdmvae.data.FrameCache.Content;
import io.github.sdmvae.data.FrameSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Some rows of a source, in its order. */
final class SelectedRows implements FrameSource {
    private final FrameSource all;
    private final int[] numbers;
    private final String what;

    private SelectedRows(FrameSource all, int[] numbers, String what) {
        this.all = all;
        this.numbers = numbers;
        this.what = what;
    }

    /** One side of a fold: whole inputs, or blocks of rows if there is one input only. */
    static SelectedRows of(FrameSource all, List<Content> contents, FrameData data) {
        List<Content> used = contents.stream().filter(Content::isUsed).toList();
        boolean whole = used.size() >= data.folds();
        int pieces = whole ? used.size() : data.folds();
        if (all.size() < data.folds()) {
            throw new IllegalArgumentException(
                    data.path() + ": " + all.size() + " rows cannot make " + data.folds() + " folds");
        }
        int[] numbers = IntStream.range(0, pieces)
                .filter(piece -> (piece % data.folds() == data.fold()) == data.heldOut())
                .flatMap(piece -> whole ? rows(used.get(piece)) : block(all.size(), piece, pieces))
                .toArray();
        return new SelectedRows(
                all,
                numbers,
                (data.heldOut() ? "held out by fold " : "all but fold ") + data.fold() + " of " + data.folds());
    }

    private static IntStream rows(Content content) {
        return IntStream.range(content.firstRow(), content.firstRow() + content.rows());
    }

    private static IntStream block(int rows, int piece, int pieces) {
        return IntStream.range((int) ((long) rows * piece / pieces), (int) ((long) rows * (piece + 1) / pieces));
    }

    @Override
    public int size() {
        return numbers.length;
    }

    @Override
    public int width() {
        return all.width();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        Objects.checkIndex(index, numbers.length);
        all.read(numbers[index], target, offset);
    }

    @Override
    public String description() {
        return all.description() + ", " + what + ": " + numbers.length + " rows";
    }
}
