/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.spi.SLF4JServiceProvider;

class LoggingTest {

    @Test
    void theOnlyBindingOfSlf4j_isSparks() {
        assertThat(ServiceLoader.load(SLF4JServiceProvider.class))
                .singleElement()
                .extracting(provider -> provider.getClass().getName())
                .isEqualTo("org.apache.logging.slf4j.SLF4JServiceProvider");
    }
}
