/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import java.util.List;

/**
 * The batch sizes that a model's rows are cut into; what is left is padded to the next size.
 *
 * @param sizes rising, at least one
 */
record BatchSizes(List<Integer> sizes) {
    /** One frame for live use, a few for short input, many for files: padding costs at most a factor of 16. */
    static final BatchSizes STANDARD = new BatchSizes(List.of(1, 16, 256));

    /** One size for everything: a row's result does not depend on how many there are. */
    static BatchSizes tiles(int rows) {
        return new BatchSizes(List.of(rows));
    }

    BatchSizes {
        sizes = List.copyOf(sizes);
    }

    /** Index of the smallest size that holds so many rows, or of the largest. */
    int indexFor(int rows) {
        int index = 0;
        while (index < sizes.size() - 1 && sizes.get(index) < rows) {
            index++;
        }
        return index;
    }
}
