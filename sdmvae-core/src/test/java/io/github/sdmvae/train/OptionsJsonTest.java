/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsJsonTest {
    private static TrainingOptions options(LearningRate rate, GammaUpdate gamma, ElboStrategy elbo, double clipping) {
        return new TrainingOptions(7, 32, rate, 3, clipping, gamma, elbo, Long.MAX_VALUE);
    }

    static Stream<TrainingOptions> options() {
        double none = Double.POSITIVE_INFINITY;
        ElboStrategy plain = ElboStrategy.asPublished();
        return Stream.of(
                options(LearningRate.constant(0.1 + 0.2), null, plain, none),
                options(LearningRate.stepDecay(1e-3, 0.5, 1_000_000_007L), GammaUpdate.closedForm(), plain, 2.5),
                options(LearningRate.cosine(1e-3, 12_345), GammaUpdate.shared(0.9), ElboStrategy.sampled(3), none),
                options(
                        LearningRate.constant(1),
                        GammaUpdate.inverseGamma(1, 0.1),
                        ElboStrategy.importanceWeighted(5).withBeta(BetaSchedule.warmUp(400, 0.7)),
                        none),
                options(
                        LearningRate.constant(1),
                        GammaUpdate.fixed(0.4),
                        plain.withFreeBits(0.1).withBeta(BetaSchedule.cyclical(50, 4, 0.3, 2)),
                        none));
    }

    @ParameterizedTest
    @MethodSource("options")
    void whatIsWritten_isReadBackEqual(TrainingOptions options) {
        TrainingOptions read = TrainingOptions.fromJson(options.toJson());
        assertThat(read).isEqualTo(options);
        for (long step : new long[] {0, 1, 49, 50, 399, 400, 10_000}) {
            assertThat(read.learningRate().at(step))
                    .isEqualTo(options.learningRate().at(step));
            assertThat(read.elbo().beta().at(step))
                    .isEqualTo(options.elbo().beta().at(step));
        }
    }

    @Test
    void functionsOfTheUsersOwn_areRefusedByName() {
        ElboStrategy plain = ElboStrategy.asPublished();
        assertThatThrownBy(() -> options(step -> 1e-3, null, plain, 1).toJson()).hasMessageContaining("learningRate");
        assertThatThrownBy(() -> options(LearningRate.constant(1), null, plain.withBeta(step -> 1), 1)
                        .toJson())
                .hasMessageContaining("beta");
        GammaUpdate own = GammaUpdate.custom(new TestParts.DoubledGamma());
        assertThatThrownBy(
                        () -> options(LearningRate.constant(1), own, plain, 1).toJson())
                .hasMessageContaining("gammaUpdate");
    }

    @Test
    void whatIsNoSuchJson_isRefused() {
        String whole = options().findFirst().orElseThrow().toJson();
        assertThatThrownBy(() -> TrainingOptions.fromJson("[]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TrainingOptions.fromJson("{")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TrainingOptions.fromJson(whole.replace("constant", "rising")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rising");
        assertThatThrownBy(() -> TrainingOptions.fromJson(whole.replace("\"epochs\":7", "\"epochs\":0")))
                .hasMessageContaining("epochs");
    }
}
