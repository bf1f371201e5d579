/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.prior.Prior;
import org.junit.jupiter.api.Test;

class PriorNamesTest {

    @Test
    void everyPrior_hasAName() {
        assertThat(PriorNames.parse("learned")).isEqualTo(Prior.learnedVariance());
        assertThat(PriorNames.parse("Normal")).isEqualTo(Prior.standardNormal());
        assertThat(PriorNames.parse("laplace")).isEqualTo(Prior.laplace(1));
        assertThat(PriorNames.parse("laplace:0.5")).isEqualTo(Prior.laplace(0.5));
        assertThat(PriorNames.parse("cauchy")).isEqualTo(Prior.cauchy());
        assertThat(PriorNames.parse("student:3")).isEqualTo(Prior.studentT(3));
        assertThat(PriorNames.parse("mixture:0.2,0.1,1")).isEqualTo(Prior.gaussianMixture(0.2, 0.1, 1));
        assertThat(PriorNames.parse("vsc:0.05")).isEqualTo(Prior.spikeAndSlab(0.05));
        assertThat(PriorNames.parse("pseudo:0.5,20")).isEqualTo(Prior.pseudoInputs(0.5, 20));
        assertThat(PriorNames.parse("none")).isEqualTo(Prior.none());
        assertThat(PriorNames.parse("penalty:0.1")).isEqualTo(Prior.absolutePenalty(0.1));
    }

    @Test
    void otherText_isRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> PriorNames.parse("horseshoe")).hasMessageContaining("vsc:ALPHA");
        assertThatThrownBy(() -> PriorNames.parse("vsc")).hasMessageContaining("got vsc");
        assertThatThrownBy(() -> PriorNames.parse("vsc:much")).hasMessageContaining("numbers");
        assertThatThrownBy(() -> PriorNames.parse("vsc:1.5")).hasMessageContaining("alpha must be");
    }
}
