/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mixtures on the pretended card beside the host's, in double precision. */
class CardMixtureTest extends OnPretendedCard {
    private static final double TOLERANCE = 5e-5;

    static Stream<MixtureCheck> all() {
        return MixtureCheck.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void mixture_agreesWithTheReference(MixtureCheck mixture) {
        assertThat(SelfCheck.mixtures(engine, 7, List.of(mixture)))
                .allSatisfy(outcome ->
                        assertThat(outcome.worst()).as(outcome.toString()).isLessThanOrEqualTo(TOLERANCE));
        assertThat(device.recordings()).as("recordings").isPositive();
    }
}
