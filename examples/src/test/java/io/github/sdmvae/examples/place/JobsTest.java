/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class JobsTest {

    @Test
    void aPieceThatFails_doesNotKeepTheOthersFromTheirWork() throws InterruptedException {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        List<String> told = new ArrayList<>();
        try (Jobs jobs = new Jobs(2)) {
            int failed = jobs.each(
                    List.of(1, 2, 3, 4),
                    piece -> {
                        if (piece % 2 == 0) {
                            throw new IOException("disk " + piece);
                        }
                        done.add(piece);
                    },
                    (piece, cause) -> told.add(piece + ": " + cause.getMessage()));
            assertThat(failed).isEqualTo(2);
        }
        assertThat(done).containsExactlyInAnyOrder(1, 3);
        assertThat(told).containsExactly("2: disk 2", "4: disk 4");
    }

    @Test
    void anError_comesThrough() {
        try (Jobs jobs = new Jobs(1)) {
            assertThatThrownBy(() -> jobs.each(
                            List.of(1),
                            piece -> {
                                throw new AssertionError("broken");
                            },
                            (piece, cause) -> {}))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("broken");
        }
    }
}
