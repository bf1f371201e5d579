/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.network.Activation;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeThreadsTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void products_useOneThreadWhateverThreadAsksForThem(boolean reference) throws Exception {
        Engine engine = reference ? Engines.nd4j(Precision.FLOAT32) : Engines.cpu();
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
        assertThatThrownBy(() -> NativeThreads.wanted("sdmvae.test.threads", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sdmvae.test.threads")
                .hasMessageContaining("none");
    }
}
