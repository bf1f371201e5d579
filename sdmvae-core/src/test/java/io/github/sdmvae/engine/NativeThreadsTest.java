/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class NativeThreadsTest {

    @Test
    void engines_limitTheNativeLibrariesToOneThread() {
        Engines.standard();
        Engines.nd4j(Precision.FLOAT32);
        assertThat(openblas.blas_get_num_threads()).isEqualTo(1);
        assertThat(Nd4j.getEnvironment().maxThreads()).isEqualTo(1);
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
