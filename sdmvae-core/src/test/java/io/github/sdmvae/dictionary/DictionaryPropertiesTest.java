/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.train.Trainer;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** However a dictionary comes about, its atoms have unit norm. */
class DictionaryPropertiesTest {

    @Provide
    Arbitrary<Dictionary> dictionaries() {
        Arbitrary<Integer> sizes = Arbitraries.integers().between(2, 40);
        return Arbitraries.oneOf(
                sizes.map(Dictionary::identity),
                Combinators.combine(sizes, sizes).as(Dictionary::dct),
                Combinators.combine(sizes, sizes).as(Dictionary::dctWithConstant),
                Combinators.combine(sizes, sizes, Arbitraries.longs()).as(Dictionary::random),
                Combinators.combine(sizes, sizes, Arbitraries.integers().between(-9, 100), Arbitraries.longs())
                        .as(DictionaryPropertiesTest::given));
    }

    private static Dictionary given(int m, int k, int decade, long seed) {
        Random random = new Random(seed);
        double unit = Math.pow(10, decade);
        return Dictionary.of(TestParts.matrix(m, k, ignored -> unit * random.nextGaussian()));
    }

    @Property(tries = 300, seed = "7")
    void atoms_haveUnitNorm(@ForAll("dictionaries") Dictionary dictionary) {
        assertUnit(dictionary, dictionary.kind() == Dictionary.Kind.RANDOM ? 1e-6 : 1e-12);
        assertThat(dictionary.coherence()).isBetween(0.0, 1 + 1e-6);
    }

    @Property(tries = 30, seed = "7")
    void learnedAtoms_keepIt(@ForAll @IntRange(min = 2, max = 12) int m, @ForAll @IntRange(min = 1, max = 12) int k) {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(6)
                .hidden(4)
                .dictionary(Dictionary.dctWithConstant(m, k).learned(0.1))
                .build();
        Dictionary learned = Trainer.builder()
                .epochs(2)
                .batchSize(8)
                .learningRate(0.1)
                .build()
                .fit(definition, TestParts.speechLike(30, 6, 2))
                .model()
                .dictionary();
        assertThat(learned.toArray()).isNotEqualTo(definition.dictionary().toArray());
        assertUnit(learned, 1e-5);
    }

    private static void assertUnit(Dictionary dictionary, double rounding) {
        for (int j = 0; j < dictionary.atoms(); j++) {
            double squares = 0;
            for (double value : dictionary.atom(j)) {
                squares += value * value;
            }
            assertThat(Math.sqrt(squares)).as("atom %d of %s", j, dictionary).isCloseTo(1, within(rounding));
        }
    }
}
