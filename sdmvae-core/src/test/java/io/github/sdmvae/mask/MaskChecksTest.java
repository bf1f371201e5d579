/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What masks refuse, and their bands. */
class MaskChecksTest {
    private static final int WIDTH = 9;

    private static ModelDefinitionBuilder base() {
        return MaskModelsTest.base();
    }

    @Test
    void whatDoesNotFit_isRefusedWithTheReason() {
        DimensionSelector selector = DimensionSelector.of(1);
        SparseDecoding decoding = SparseDecoding.standard();
        assertThatThrownBy(() ->
                        base().prior(Prior.spikeAndSlab(0.5)).selector(selector).build())
                .hasMessageContaining("'spikeAndSlab', which switches entries off itself");
        assertThatThrownBy(() -> base().prior(Prior.pseudoInputs(0.5, 3))
                        .selector(selector)
                        .build())
                .hasMessageContaining("pseudoInputs");
        assertThatThrownBy(() -> base().prior(Prior.none()).selector(selector).build())
                .hasMessageContaining("autoencoder");
        assertThatThrownBy(
                        () -> base().selector(selector).sparseDecoding(decoding).build())
                .hasMessageContaining("not both");
        assertThatThrownBy(() ->
                        base().prior(Prior.laplace()).sparseDecoding(decoding).build())
                .hasMessageContaining("standardNormal and learnedVariance, got 'laplace'");
        assertThatThrownBy(() -> base().decoderHidden().sparseDecoding(decoding).build())
                .hasMessageContaining("at least one hidden layer");
        assertThatThrownBy(() -> base().sparseDecoding(decoding.withGroups(Bands.equal(8, 2)))
                        .build())
                .hasMessageContaining("given for 8 features, the model has 9");
        assertThatThrownBy(() -> decoding.withGroups(List.of(0, 2, 2)))
                .hasMessageContaining("no feature is in group 1");
        assertThatThrownBy(() -> decoding.withGroups(List.of(0, -1))).hasMessageContaining("from 0");
        assertThatThrownBy(() -> decoding.withGroups(List.of(0, 2_000_000_000))).hasMessageContaining("from 0");
        assertThatThrownBy(() -> decoding.withRates(1, 1)).hasMessageContaining("above slabRate");
        assertThatThrownBy(() -> decoding.withRowsSumToOne().withProximalSteps())
                .hasMessageContaining("leave one of them out");
        assertThatThrownBy(() -> DimensionSelector.of(-0.3)).hasMessageContaining("negative one makes codes dense");
        assertThatThrownBy(() -> selector.withFloor(1)).hasMessageContaining("below 1, got 1.0");
        assertThatThrownBy(() -> GaussianFeatureVariance.xi(new float[][] {{1, 1}, {1, 2}}))
                .hasMessageContaining("do not vary");
    }

    @Test
    void unknownTrainingSize_isRefusedWhereItIsNeeded() {
        ModelDefinition definition =
                base().sparseDecoding(SparseDecoding.standard()).build();
        // Use needs no prior of the mask.
        assertThat(Vae.untrained(definition).reconstruct(TestParts.rows(TestParts.speechLike(3, WIDTH, 2), 3)))
                .hasDimensions(3, WIDTH);
        assertThatThrownBy(definition.sparseDecoding()::knownScale).hasMessageContaining("forTrainingRows");
    }

    @Test
    void bands_coverAllFeatures() {
        assertThat(Bands.equal(5, 2)).containsExactly(0, 0, 0, 1, 1);
        List<Integer> bark = Bands.bark(513, 16000, 32);
        assertThat(bark).isSorted().hasSize(513);
        assertThat(bark.get(0)).isZero();
        assertThat(new java.util.TreeSet<>(bark)).hasSizeBetween(20, 32);
        // Wider bands at the top.
        assertThat(java.util.Collections.frequency(bark, bark.get(512)))
                .isGreaterThan(4 * java.util.Collections.frequency(bark, 1));
        assertThat(SparseDecoding.standard().withGroups(bark).rows(513)).isEqualTo(bark.get(512) + 1);
    }
}
