/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.Arrays;
import java.util.List;

/**
 * Where the floor of variances acts in a fitted model: what the model says of the spread there is the floor, not the data.
 * It acts on columns that are (almost) constant within a component and on columns that follow from one another.
 *
 * @param component the component of a {@link GaussianMixture}; 0 for {@link ProbabilisticPca}, which has one noise variance
 * @param columns the columns concerned, in order, at least one. Of a full covariance and of PPCA the floor lifts directions,
 *     not columns: those are named that take at least half an even share of what it adds
 */
public record FloorAction(int component, List<Integer> columns) {
    /**
     * Copies the list.
     *
     * @param component from 0
     * @param columns at least one
     */
    public FloorAction {
        columns = List.copyOf(columns);
        Checks.requireAtLeast("component", component, 0);
        Checks.requireAtLeast("number of columns", columns.size(), 1);
    }

    /** The columns that take at least half an even share of what was added to the variances. */
    static int[] columns(double[] added) {
        double half = Arrays.stream(added).sum() / (2 * added.length);
        int[] columns = new int[added.length];
        int count = 0;
        for (int j = 0; j < added.length; j++) {
            if (added[j] > 0 && added[j] >= half) {
                columns[count++] = j;
            }
        }
        return Arrays.copyOf(columns, count);
    }

    static FloorAction of(int component, int[] columns) {
        return new FloorAction(component, Arrays.stream(columns).boxed().toList());
    }
}
