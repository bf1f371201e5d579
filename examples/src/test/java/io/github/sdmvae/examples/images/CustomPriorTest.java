/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.examples.Started;
import io.github.sdmvae.prior.CodeBatch;
import org.junit.jupiter.api.Test;

class CustomPriorTest {
    @Test
    void customPrior_isCheckedAndTrained() {
        Started started = Started.with("CustomPrior", "--epochs", 1, "--points", 200);
        assertThat(started.err()).isEmpty();
        assertThat(started.status()).isZero();
        assertThat(started.out())
                .containsPattern("logistic prior: gradients agree within \\de-\\d+")
                .containsPattern("learned variances in pairs: reconstruction -?[0-9.]+, divergence [0-9.]+");
    }

    @Test
    void pairedUpdate_sharesBetweenNeighbours() {
        double[] mean = {1, 3, 2};
        double[] gamma = new double[3];
        new CustomPrior.Paired().update(new CodeBatch(1, 3, mean, new double[3], new double[0], new double[0]), gamma);
        assertThat(gamma).containsExactly(6, 6, 5);
    }
}
