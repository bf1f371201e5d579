/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.github.sdmvae.metrics.MetricException.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SiSdrTest {

    @Test
    void siSdr_goldenVectors() throws IOException {
        List<JsonObject> cases = TestJson.cases("si_sdr.json");
        assertThat(cases).hasSize(8);
        for (JsonObject golden : cases) {
            double value = SiSdr.of(
                    TestJson.doubles(golden.getAsJsonArray("ref")), TestJson.doubles(golden.getAsJsonArray("est")));
            assertThat(value).as("%s", golden).isCloseTo(golden.get("si_sdr").getAsDouble(), within(1e-9));
        }
    }

    @Test
    void siSdr_differentLengths_cutsTheLonger() {
        double[] reference = {3, -0.5, 2, 7};
        assertThat(SiSdr.of(reference, new double[] {2.5, 0, 2, 8, 100}))
                .isEqualTo(SiSdr.of(reference, new double[] {2.5, 0, 2, 8}));
    }

    @Test
    void siSdr_noSamplesOrNotFinite_refuses() {
        assertThatThrownBy(() -> SiSdr.of(new double[0], new double[] {1}))
                .isInstanceOfSatisfying(
                        MetricException.class, e -> assertThat(e.reason()).isEqualTo(MetricException.Reason.TOO_SHORT));
        assertThatThrownBy(() -> SiSdr.of(new double[] {1, 2}, new double[] {1, Double.NaN}))
                .isInstanceOfSatisfying(
                        MetricException.class,
                        e -> assertThat(e.reason()).isEqualTo(MetricException.Reason.NOT_FINITE));
    }

    @Test
    void strict_workedValue() {
        // a = 3/2: target (1.5, 1.5, 0), rest (-0.5, 0.5, 0.5), so 4.5 to 0.75.
        double value = SiSdr.strict(new double[] {1, 1, 0}, new double[] {1, 2, 0.5});
        assertThat(value).isCloseTo(10 * Math.log10(6), within(1e-12));
    }

    @Test
    void strict_agreesWithTheReferencesForm_atOrdinaryLevels() {
        double[] reference = new Random(1).doubles(4000, -1, 1).toArray();
        double[] estimate = new Random(2).doubles(4000, -1, 1).toArray();
        for (int i = 0; i < estimate.length; i++) {
            estimate[i] = reference[i] + 0.1 * estimate[i];
        }
        assertThat(SiSdr.strict(reference, estimate)).isCloseTo(SiSdr.of(reference, estimate), within(1e-10));
    }

    @Test
    void strict_isFreeOfScale_whereTheReferencesFormIsNot() {
        double[] reference = {3, -0.5, 2, 7};
        double[] estimate = {2.5, 0, 2, 8};
        double value = SiSdr.strict(reference, estimate);
        for (double scale : new double[] {0x1p-1000, 0x1p-60, 0x1p900, -1}) {
            assertThat(SiSdr.strict(scaled(reference, scale), scaled(estimate, 0x1p-30)))
                    .isEqualTo(value);
        }
        assertThat(SiSdr.strict(scaled(reference, 1e-320), estimate)).isCloseTo(value, within(0.1));
        assertThat(SiSdr.strict(scaled(reference, 1e-9), scaled(estimate, 1e-9)))
                .isCloseTo(value, within(1e-12));
        assertThat(SiSdr.of(scaled(reference, 1e-9), scaled(estimate, 1e-9))).isLessThan(value - 1);
    }

    @Test
    void strict_perfectAndOrthogonal_giveTheLimits() {
        double[] reference = {3, -0.5, 2, 7};
        assertThat(SiSdr.LIMIT_DECIBELS).isCloseTo(156.5356, within(1e-4));
        assertThat(SiSdr.strict(reference, reference)).isEqualTo(SiSdr.LIMIT_DECIBELS);
        assertThat(SiSdr.strict(reference, scaled(reference, -0.3))).isEqualTo(SiSdr.LIMIT_DECIBELS);
        assertThat(SiSdr.strict(new double[] {1, 0}, new double[] {0, 1})).isEqualTo(-SiSdr.LIMIT_DECIBELS);
    }

    @Test
    void strict_whatSaysNothing_isRefused() {
        double[] reference = {3, -0.5, 2, 7};
        double[] silent = new double[4];
        refused(Reason.DIFFERENT_LENGTHS, "got 4 and 2 samples", () -> SiSdr.strict(reference, new double[] {3, -0.5}));
        refused(Reason.NO_SPEECH, "reference is silent", () -> SiSdr.strict(silent, reference));
        refused(Reason.SILENT_DEGRADED, "estimate is silent", () -> SiSdr.strict(reference, silent));
        refused(Reason.TOO_SHORT, "got none", () -> SiSdr.strict(new double[0], new double[0]));
        double[] holed = {1, 2, Double.NaN, 4};
        refused(Reason.NOT_FINITE, "estimate must be finite, sample 2 is NaN", () -> SiSdr.strict(reference, holed));
    }

    @Test
    void of_silence_scoresAsTheReferencePrograms() {
        double[] reference = {3, -0.5, 2, 7};
        assertThat(SiSdr.of(reference, new double[4])).isCloseTo(0, within(1e-9));
        assertThat(SiSdr.of(new double[4], reference)).isLessThan(-160);
        assertThat(SiSdr.of(reference, new double[] {3, -0.5})).isGreaterThan(160);
    }

    private static double[] scaled(double[] signal, double factor) {
        return Arrays.stream(signal).map(v -> v * factor).toArray();
    }

    private static void refused(Reason reason, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessageContaining(text)
                .isInstanceOfSatisfying(
                        MetricException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
