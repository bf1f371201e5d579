/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BetaScheduleTest {

    @Test
    void constant_isTheSameAtEveryStep() {
        BetaSchedule.Constant schedule = (BetaSchedule.Constant) BetaSchedule.constant(2.5);
        assertThat(schedule.at(0)).isEqualTo(2.5);
        assertThat(schedule.at(1_000_000)).isEqualTo(2.5);
        assertThat(schedule.validationBeta()).isEqualTo(2.5);
        assertThat(schedule.name()).isEqualTo("constant");
        assertThat(BetaSchedule.constant(0).at(3)).isZero();
    }

    @Test
    void warmUp_risesAlongALine_andStays() {
        BetaSchedule schedule = BetaSchedule.warmUp(8, 4);
        assertThat(schedule.at(0)).isZero();
        assertThat(schedule.at(1)).isEqualTo(0.5);
        assertThat(schedule.at(7)).isEqualTo(3.5);
        assertThat(schedule.at(8)).isEqualTo(4);
        assertThat(schedule.at(9)).isEqualTo(4);
        assertThat(schedule.validationBeta()).isEqualTo(4);
    }

    @Test
    void cyclical_risesInEachCycle_andEndsAtItsFinalValue() {
        BetaSchedule schedule = BetaSchedule.cyclical(10, 2, 0.5, 3);
        double[] cycle = {0, 0.6, 1.2, 1.8, 2.4, 3, 3, 3, 3, 3};
        for (int step = 0; step < 20; step++) {
            assertThat(schedule.at(step)).as("step %d", step).isEqualTo(cycle[step % 10], within(1e-12));
        }
        assertThat(schedule.at(20)).isEqualTo(3);
        assertThat(schedule.at(21)).isEqualTo(3);
        assertThat(schedule.validationBeta()).isEqualTo(3);
    }

    @Test
    void aScheduleOfOnesOwn_isValidatedByTheBound() {
        assertThat(((BetaSchedule) step -> 0.25).validationBeta()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void weightsOutOfRange_areRefused(double beta) {
        String message = "beta must be finite and at least 0, got " + beta;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BetaSchedule.constant(beta))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BetaSchedule.warmUp(1, beta))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BetaSchedule.cyclical(1, 1, 1, beta))
                .withMessage(message);
    }

    @Test
    void lengthsOutOfRange_areRefused_andTheLeastAreTaken() {
        assertThat(BetaSchedule.warmUp(1, 1).at(1)).isEqualTo(1);
        assertThat(BetaSchedule.cyclical(1, 1, 1, 1).at(0)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BetaSchedule.warmUp(0, 1))
                .withMessageContaining("at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BetaSchedule.cyclical(0, 1, 1, 1))
                .withMessageContaining("got steps 0 and cycles 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BetaSchedule.cyclical(1, 0, 1, 1))
                .withMessageContaining("got steps 1 and cycles 0");
        for (double ramp : new double[] {0, 1.0001, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BetaSchedule.cyclical(1, 1, ramp, 1))
                    .withMessageContaining("got " + ramp);
        }
    }
}
