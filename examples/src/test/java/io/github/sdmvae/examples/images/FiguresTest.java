/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void recovery_matchesOneToOne() {
        double[][] functions = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        // The sign does not matter; the third function has no pattern, a zero pattern draws nothing.
        float[][] patterns = {{0, -3, 0.1f}, {5, 0.5f, 0}, {0, 0, 0}, {0, 1, 1}};
        assertThat(Recovery.share(functions, patterns)).isEqualTo(2.0 / 3);
    }

    @Test
    void recovery_findsAnotherPatternForAFunction() {
        double[][] functions = {{1, 0.2, 0}, {1, 0, 0}};
        // Both patterns suit the first function, only the first pattern the second.
        float[][] patterns = {{1, 0.1f, 0}, {1, 0.6f, 0}};
        assertThat(Recovery.cosine(functions[1], patterns[1])).isLessThan(0.9);
        assertThat(Recovery.cosine(functions[0], patterns[1])).isGreaterThan(0.9);
        assertThat(Recovery.share(functions, patterns)).isEqualTo(1);
    }

    @Test
    void neighbours_countsThoseOfTheSameClass() {
        float[][] known = {{0, 0}, {10, 10}};
        float[][] codes = {{1, 1}, {9, 9}, {2, 0}, {9, 8}};
        assertThat(Neighbours.agreement(known, new int[] {3, 4}, codes, new int[] {3, 4, 4, 4}))
                .isEqualTo(0.75);
    }
}
