/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.objective.LossTerms.Term;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossTermsTest {

    @Test
    void loss_weighsDivergenceAndHyperprior_notPenalties() {
        LossTerms terms = new LossTerms(10, 3, 0.5, 2, 0.25);
        assertThat(terms.loss()).isEqualTo(10 + 2 * 3.5 + 0.25);
        assertThat(terms.coherence()).isEqualTo(0.25);
        assertThat(new LossTerms(10, 3, 0.5, 2, 0).penalties()).isEmpty();
        assertThat(new LossTerms(10, 3, 0.5, 2).coherence()).isZero();
    }

    @Test
    void terms_areListedInOrder() {
        Map<String, Double> penalties = new LinkedHashMap<>();
        penalties.put("mask", 1.0);
        penalties.put("coherence", 2.0);
        LossTerms terms = new LossTerms(10, 3, 0.5, 1, penalties);
        penalties.clear();
        assertThat(terms.terms())
                .containsExactly(
                        new Term("reconstruction", 10),
                        new Term("divergence", 3),
                        new Term("hyperprior", 0.5),
                        new Term("mask", 1),
                        new Term("coherence", 2));
    }

    @Test
    void aTermThatIsNoNumber_isFound() {
        assertThat(new LossTerms(1, 2, 3, 1).isFinite()).isTrue();
        assertThat(new LossTerms(Double.NaN, 2, 3, 1).isFinite()).isFalse();
        assertThat(new LossTerms(1, Double.POSITIVE_INFINITY, 3, 1).isFinite()).isFalse();
        assertThat(new LossTerms(1, 2, 3, 1, Map.of("mask", Double.NaN)).isFinite())
                .isFalse();
    }

    @Test
    void text_namesWhatIsThere_withFourDigits() {
        assertThat(new LossTerms(-890.44, 40.24, 0, 1))
                .hasToString("loss -850.2 = reconstruction -890.4 + divergence 40.240");
        assertThat(new LossTerms(100, 1, 0.5, 4, 0.25))
                .hasToString("loss 106.3 = reconstruction 100.0 + 4.0 · divergence 1.000 + 4.0 · hyperprior 0.5000"
                        + " + coherence 0.2500");
        assertThat(new LossTerms(0.5, -100, 2, 1))
                .hasToString("loss -97.500 = reconstruction 0.5000 + divergence -100.0 + hyperprior 2.000");
    }
}
