/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.examples.training.Recipe;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontierTableTest {
    private static FrontierPoint.Run run(String id, int latent, long seed, double pesq, double entries) {
        return new FrontierPoint.Run(
                FrontierModel.of(id), latent, seed, Map.of("pesq_raw", pesq, "entries_90", entries));
    }

    private static FrontierTable table(FrontierPoint.Run... runs) {
        return new FrontierTable(
                FrontierPoint.of(List.of(runs)),
                List.of(SpeechFrontier.FIGURES.get(0), Figure.ENTRIES),
                SpeechFrontier.TOLERANCE,
                "a note");
    }

    @Test
    void models_readTheirNames() {
        FrontierModel model = FrontierModel.of("vsc-a0.05-b2");
        assertThat(model.id()).isEqualTo("vsc-a0.05-b2");
        assertThat(model.title()).isEqualTo("VSC, α = 0.05, β = 2");
        Recipe recipe = model.on(Likelihood.complexGaussian(), null);
        assertThat(recipe.definition(8, List.of(4), 3, 5).prior()).isEqualTo(Prior.spikeAndSlab(0.05));
        assertThat(recipe.elbo().beta().validationBeta()).isEqualTo(2);
        for (Family family : Family.values()) {
            assertThat(FrontierModel.of(family.id()).family()).isEqualTo(family);
            assertThat(FrontierModel.of(FrontierModel.of(family.id()).id())).isEqualTo(FrontierModel.of(family.id()));
        }
        assertThat(FrontierModel.of("sdm-unit-b4")
                        .on(Likelihood.bernoulli(), null)
                        .unitAtoms())
                .isTrue();
        assertThat(FrontierModel.of("sdm-inverse-gamma-a3")
                        .on(Likelihood.bernoulli(), null)
                        .gammaUpdate())
                .isEqualTo(GammaUpdate.inverseGamma(3, 0.1));
    }

    @Test
    void wrongNames_areRefused() {
        assertThatThrownBy(() -> FrontierModel.of("svd")).hasMessageContaining("vae, sdm, ");
        assertThatThrownBy(() -> FrontierModel.of("vae-a3")).hasMessageContaining("vae has no number of its own");
        assertThatThrownBy(() -> FrontierModel.of("sdm-b1.2.3")).hasMessageContaining("must be decimal");
        assertThatThrownBy(() -> FrontierModel.of("sdm b4")).hasMessageContaining("sdm-b4 or vsc-a0.05");
    }

    @Test
    void fewestEntries_withinTheTolerance() {
        String text = table(
                        run("vae", 32, 1, 3.00, 16),
                        run("vae", 32, 2, 3.10, 17),
                        run("sdm-b4", 32, 1, 2.97, 9),
                        run("sdm-b4", 32, 2, 3.05, 10),
                        run("sdm-b8", 32, 1, 2.90, 7),
                        run("vae", 64, 1, 3.2, 18))
                .markdown();
        assertThat(text)
                .contains("| VAE | 32 | 3.05 ± 0.07 | 16.5 ± 0.7 | – | 2 |")
                .contains("| SDM, β = 4 | 32 | 3.01 ± 0.06 | 9.5 ± 0.7 | −0.04 ± 0.01 | 2 |")
                .contains("| SDM, β = 8 | 32 | 2.90 | 7.0 | −0.10 | 1 |")
                .contains(
                        "m = 32, fewest entries at a loss of at most 0.05 PESQ raw against the VAE: SDM, β = 4, 9.5 ± 0.7")
                .contains(
                        "m = 64, fewest entries at a loss of at most 0.05 PESQ raw against the VAE: VAE, 18.0 entries.")
                .contains("\na note\n");
    }

    @Test
    void withoutTheVae_thereIsNoAnswer() {
        assertThat(table(run("sdm", 32, 1, 3, 9)).markdown())
                .contains("| SDM | 32 |")
                .doesNotContain("fewest entries");
    }

    @Test
    void csv_hasEveryRun() {
        FrontierPoint.Run missing = new FrontierPoint.Run(FrontierModel.of("sdm"), 8, 3, Map.of("pesq_raw", 2.5));
        assertThat(table(run("vae", 8, 3, 2.25, 4.125), missing).csv())
                .isEqualTo("model,m,seed,pesq_raw,entries_90\r\nvae,8,3,2.25,4.125\r\nsdm,8,3,2.5,\r\n");
    }
}
