/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.transform.InputTransform;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final ModelDefinition DEFINITION = ModelDefinition.builder()
            .inputSize(24)
            .hidden(16)
            .dictionary(Dictionary.dct(4, 8).learned(2))
            .inputTransform(InputTransform.logPower(1e-5))
            .build();

    @Test
    void summary_namesEveryNodeWithItsParameters() {
        String summary = Vae.untrained(DEFINITION).summary();
        assertThat(summary.lines().map(String::stripTrailing))
                .containsExactly(
                        "1,192 parameters",
                        "  input           24 values",
                        "  inputTransform  logPower(floor 1.0E-5)",
                        "  encoder.0       24 → 16, tanh  (400)",
                        "  encoder.1       16 → 16, identity  (272)",
                        "  code            8 entries, prior learnedVariance",
                        "  dictionary      dct dictionary 4 × 8, learned with coherence penalty 2.0  (32)",
                        "  decoder.0       4 → 16, tanh  (80)",
                        "  decoder.1       16 → 24, identity  (408)",
                        "  observation     24 values, complexGaussian(floor 1.0E-10, clamp 30.0)",
                        "  coherence       weight 2.0 on dictionary",
                        "γ update closedForm",
                        "not trained",
                        "computes on engine cpu");
    }

    @Test
    void summary_tellsWhereTheModelComesFrom() {
        Frames data = TestParts.speechLike(64, 24, 1);
        Vae model = Trainer.builder()
                .epochs(2)
                .batchSize(32)
                .build()
                .fit(DEFINITION, data)
                .model()
                .withNote("ours", "1");
        assertThat(model.summary())
                .contains("trained on " + data.description() + "\n", "best epoch 2 of 2, batch 32, rate 1.0E-4; ")
                .endsWith("notes: ours\n");
    }

    @Test
    void toString_isOneLine() {
        ModelDefinition plain = ModelDefinition.builder()
                .inputSize(2)
                .hidden()
                .latentSize(1)
                .prior(Prior.standardNormal())
                .likelihood(Likelihood.gaussian(0.5))
                .build();
        assertThat(Vae.untrained(plain))
                .hasToString("Vae[2 values, code of 1, prior standardNormal, likelihood gaussian(variance 0.5), "
                        + "10 parameters, engine cpu]");
    }
}
