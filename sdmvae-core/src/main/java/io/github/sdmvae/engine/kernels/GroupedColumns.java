/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

/**
 * Columns of an output layer that are computed from groups of hidden units.
 *
 * @param columns numbers of the columns, rising
 * @param groups of each the number of its group, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // read only
public record GroupedColumns(int[] columns, int[] groups) {

    /**
     * How many.
     *
     * @return number of columns
     */
    public int count() {
        return columns.length;
    }
}
