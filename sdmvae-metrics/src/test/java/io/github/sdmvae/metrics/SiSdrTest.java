/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
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
}
