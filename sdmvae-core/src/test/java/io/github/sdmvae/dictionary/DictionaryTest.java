/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DictionaryTest {

    @Test
    void cosineDictionaries_meetTheirWorkedValues() throws Exception {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(DictionaryTest.class.getResourceAsStream("/golden/dct.json")),
                StandardCharsets.UTF_8)) {
            JsonArray cases = JsonParser.parseReader(reader).getAsJsonObject().getAsJsonArray("dictionaries");
            assertThat(cases).hasSizeGreaterThanOrEqualTo(4);
            for (JsonElement element : cases) {
                JsonObject c = element.getAsJsonObject();
                int m = c.get("m").getAsInt();
                int k = c.get("k").getAsInt();
                check(Dictionary.dct(m, k), c.getAsJsonObject("paper"));
                check(Dictionary.dctWithConstant(m, k), c.getAsJsonObject("official"));
            }
        }
    }

    private static void check(Dictionary dictionary, JsonObject expected) {
        checkAtom(dictionary, 0, expected.getAsJsonArray("first"));
        checkAtom(dictionary, 1, expected.getAsJsonArray("second"));
        checkAtom(dictionary, dictionary.atoms() - 1, expected.getAsJsonArray("last"));
        assertThat(dictionary.coherence()).isCloseTo(expected.get("coherence").getAsDouble(), Offset.offset(1e-12));
    }

    private static void checkAtom(Dictionary dictionary, int column, JsonArray expected) {
        double[] atom = dictionary.atom(column);
        assertThat(atom).hasSize(expected.size());
        for (int l = 0; l < atom.length; l++) {
            assertThat(atom[l]).isCloseTo(expected.get(l).getAsDouble(), Offset.offset(1e-12));
        }
    }

    @Test
    void everyAtom_hasUnitNorm() {
        double[][] given = {{3, 1e-3}, {4, 0}};
        for (Dictionary d : new Dictionary[] {Dictionary.identity(4), Dictionary.dct(7, 20), Dictionary.of(given)}) {
            for (int j = 0; j < d.atoms(); j++) {
                double squares = 0;
                for (double v : d.atom(j)) {
                    squares += v * v;
                }
                assertThat(squares).isCloseTo(1, Offset.offset(1e-12));
            }
        }
    }

    @Test
    void impossibleDictionaries_areRefusedWithTheirValues() {
        double[][] zeroColumn = {{1, 0}, {1, 0}};
        double[][] ragged = {{1, 2}, {1}};
        assertThatThrownBy(() -> Dictionary.dct(1, 4)).hasMessageContaining("at least 2, got 1");
        assertThatThrownBy(() -> Dictionary.dct(4, 0)).hasMessageContaining("atoms must be at least 1, got 0");
        assertThatThrownBy(() -> Dictionary.of(zeroColumn)).hasMessageContaining("column 1");
        assertThatThrownBy(() -> Dictionary.of(ragged)).hasMessageContaining("row 1 has 1");
        assertThatThrownBy(() -> Dictionary.of(new double[0][0])).hasMessageContaining("at least one row");
    }

    @Test
    void identity_isOnesOnTheDiagonal_untilItIsLearned() {
        Dictionary identity = Dictionary.identity(3);
        assertThat(identity.toArray()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
        assertThat(identity.isIdentity()).isTrue();
        assertThat(identity.isLearned()).isFalse();
        assertThat(identity.learned().isIdentity()).isFalse();
        assertThat(identity.learned().isLearned()).isTrue();
        assertThat(Dictionary.dct(3, 3).isIdentity()).isFalse();
    }

    @Test
    void storedValues_mustBeAsManyAndOfUnitNorm() {
        double[] right = {1, 0, 0, 1};
        double[] wrong = {1, 0, 0, 1.01};
        assertThat(Dictionary.restored(Dictionary.Kind.GIVEN, 2, 2, right).toArray())
                .isEqualTo(right);
        assertThatThrownBy(() -> Dictionary.restored(Dictionary.Kind.GIVEN, 2, 3, right))
                .hasMessageContaining("2 × 3");
        assertThatThrownBy(() -> Dictionary.restored(Dictionary.Kind.GIVEN, 2, 2, wrong))
                .hasMessageContaining("column 1");
        assertThatThrownBy(() -> Dictionary.random(2, 0, 1)).hasMessageContaining("atoms must be at least 1");
    }

    @Test
    void columnsThatAreAlmostNothing_areRefused_thoseAboveAreScaled() {
        assertThatThrownBy(() -> Dictionary.of(new double[][] {{1, 1e-12}})).hasMessageContaining("column 1");
        assertThat(Dictionary.of(new double[][] {{1, 1.1e-12}}).atom(1)).containsExactly(1);
        assertThatThrownBy(() -> Dictionary.of(new double[][] {{1e200}, {1e200}}))
                .hasMessageContaining("column 0");
    }

    @Test
    void coherenceBounds_lieBetweenWelchsAndOne() {
        Dictionary wide = Dictionary.random(2, 3, 1).learned();
        // Three unit vectors in the plane: Welch's bound is 1/2.
        assertThatThrownBy(() -> wide.withCoherenceAtMost(0.6)).hasMessageContaining("above 0.6");
        assertThat(wide.withCoherenceAtMost(0.61).coherenceBound()).isEqualTo(0.61);
        assertThat(wide.withCoherenceAtMost(1).coherenceBound()).isEqualTo(1);
        assertThatThrownBy(() -> wide.withCoherenceAtMost(1.01)).hasMessageContaining("got 1.01");
        assertThatThrownBy(() -> wide.withCoherenceAtMost(Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> Dictionary.identity(2).learned().withCoherenceAtMost(0))
                .hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> Dictionary.identity(2).withCoherenceAtMost(0.5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("learned()");
    }

    @Test
    void text_saysKindShapeAndHowItIsLearned() {
        assertThat(Dictionary.dct(3, 5)).hasToString("dct dictionary 3 × 5");
        assertThat(Dictionary.random(3, 5, 1).learned(0.5))
                .hasToString("random dictionary 3 × 5, learned with coherence penalty 0.5");
        assertThat(Dictionary.random(3, 5, 1).learned().withCoherenceAtMost(0.75))
                .hasToString("random dictionary 3 × 5, learned with coherence penalty 0.0 and coherence at most 0.75");
    }
}
