/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnitAtomsTest {
    private static final int H = 16;

    static Stream<Dictionary> dictionaries() {
        return Stream.of(
                Dictionary.dctWithConstant(8, 8),
                Dictionary.dct(8, 5),
                Dictionary.dctWithConstant(8, 16),
                Dictionary.dctWithConstant(32, 64),
                Dictionary.random(6, 12, 3),
                Dictionary.of(new double[][] {{1, 1, 0}, {0, 0, 1}}));
    }

    private static double[] weights(int m, long seed) {
        return new Random(seed).doubles((long) m * H, -0.3, 0.3).toArray();
    }

    /** Norms of the rows of DᵀW. */
    private static double[] norms(Dictionary d, double[] weight) {
        double[] norms = new double[d.atoms()];
        for (int j = 0; j < norms.length; j++) {
            double[] atom = d.atom(j);
            double squares = 0;
            for (int c = 0; c < H; c++) {
                double sum = 0;
                for (int l = 0; l < atom.length; l++) {
                    sum += atom[l] * weight[l * H + c];
                }
                squares += sum * sum;
            }
            norms[j] = Math.sqrt(squares);
        }
        return norms;
    }

    @ParameterizedTest
    @MethodSource("dictionaries")
    void atomsHaveNormOne_andStayThere(Dictionary d) {
        int m = d.latentSize();
        UnitAtoms atoms = new UnitAtoms(m, d.atoms(), H);
        double[] weight = weights(m, 1);
        atoms.project(d.toArray(), weight);
        for (double norm : norms(d, weight)) {
            assertThat(norm).isCloseTo(1, within(1e-8));
        }
        double[] again = weight.clone();
        atoms.project(d.toArray(), again);
        assertThat(again).containsExactly(weight, within(1e-8));
    }

    @ParameterizedTest
    @MethodSource("dictionaries")
    void aSmallDeparture_isTakenBackAlongItself(Dictionary d) {
        int m = d.latentSize();
        UnitAtoms atoms = new UnitAtoms(m, d.atoms(), H);
        double[] weight = weights(m, 2);
        atoms.project(d.toArray(), weight);
        double[] moved = weight.clone();
        double[] step = weights(m, 3);
        double length = 0;
        for (int i = 0; i < moved.length; i++) {
            moved[i] += 1e-3 * step[i];
            length += 1e-6 * step[i] * step[i];
        }
        double[] back = moved.clone();
        atoms.project(d.toArray(), back);
        double taken = 0;
        for (int i = 0; i < back.length; i++) {
            taken += (back[i] - moved[i]) * (back[i] - moved[i]);
        }
        // No farther than to where it came from, but for the surface's bend.
        assertThat(Math.sqrt(taken)).isLessThan(1.1 * Math.sqrt(length));
    }

    @Test
    void identity_dividesRowsByTheirNorms() {
        double[] weight = {3, 4, 0, 0, 0, -2};
        new UnitAtoms(2, 2, 3).project(null, weight);
        assertThat(weight).containsExactly(new double[] {0.6, 0.8, 0, 0, 0, -1}, within(1e-15));
    }

    @Test
    void identityAsAMatrix_isTheIdentity() {
        double[] weight = weights(4, 5);
        double[] other = weight.clone();
        new UnitAtoms(4, 4, H).project(null, weight);
        new UnitAtoms(4, 4, H).project(Dictionary.identity(4).toArray(), other);
        assertThat(other).containsExactly(weight, within(1e-9));
    }

    @Test
    void aVanishedAtom_isRefused() {
        double[] weight = {0, 0, 1, 2};
        assertThatThrownBy(() -> new UnitAtoms(2, 2, 2).project(null, weight))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("atom 0");
    }

    @Test
    void moreAtomsThanTheLayerCanTell_areRefused() {
        // In one unit, three directions of the plane cannot all have products of size 1 with one vector.
        double[][] three = {{1, 0, Math.sqrt(0.5)}, {0, 1, Math.sqrt(0.5)}};
        double[] weight = {0.9, 0.4};
        assertThatThrownBy(() ->
                        new UnitAtoms(2, 3, 1).project(Dictionary.of(three).toArray(), weight))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot all have norm 1");
    }

    @Test
    void whatIsNotFinite_staysForTheLossToTell() {
        double[] weight = {Double.NaN, 1, 2, 3};
        new UnitAtoms(2, 2, 2).project(null, weight);
        assertThat(weight[1]).isEqualTo(1);
        assertThat(weight[0]).isNaN();
    }
}
