/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.ThreadSettings;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.engine.nd4j.Nd4jEngine;
import io.github.sdmvae.network.Activation;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductThreadsTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void products_useOneThreadWhateverThreadAsksForThem(boolean reference) throws Exception {
        KernelEngine engine = reference ? Nd4jEngine.of(Precision.FLOAT32) : CpuEngine.shared();
        int[] used = new int[1];
        Thread thread = new Thread(() -> {
            Tensor x = engine.allocate(128, 513);
            Tensor weight = engine.allocate(513, 128);
            engine.dense(x, weight, engine.allocate(1, 128), Activation.TANH, engine.allocate(128, 128));
            // A product of this size takes over the number of threads of whoever asked for it.
            used[0] = openblas.blas_get_num_threads();
        });
        thread.start();
        thread.join();
        assertThat(used[0]).isEqualTo(1);
    }

    @Test
    void impossibleThreadCount_isRefusedWithItsValue() {
        System.setProperty("sdmvae.test.threads", "none");
        assertThatThrownBy(() -> ThreadSettings.read("sdmvae.test.threads", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sdmvae.test.threads")
                .hasMessageContaining("none");
    }
}
