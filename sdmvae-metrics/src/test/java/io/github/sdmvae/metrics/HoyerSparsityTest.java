/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HoyerSparsityTest {

    @Test
    void hoyer_goldenVectors() throws IOException {
        List<JsonObject> cases = TestJson.cases("hoyer.json");
        assertThat(cases).hasSizeGreaterThan(10);
        for (JsonObject golden : cases) {
            double[] vector = TestJson.doubles(golden.getAsJsonArray("v"));
            double value = HoyerSparsity.of(vector);
            if (golden.get("hoyer").isJsonNull()) {
                assertThat(value).as("%s", golden).isNaN();
            } else {
                assertThat(value).as("%s", golden).isCloseTo(golden.get("hoyer").getAsDouble(), within(1e-12));
            }
        }
    }

    @Test
    void hoyer_scaleAndSign_leaveItUnchanged() {
        double[] vector = new Random(1).doubles(20, -1, 1).toArray();
        double value = HoyerSparsity.of(vector);
        for (double scale : new double[] {-3, 1e-200, 1e200}) {
            double[] scaled = Arrays.stream(vector).map(v -> v * scale).toArray();
            assertThat(HoyerSparsity.of(scaled)).isCloseTo(value, within(1e-12));
        }
    }

    @Test
    void hoyer_notFinite_isUndefined() {
        assertThat(HoyerSparsity.of(1, Double.NaN, 0)).isNaN();
        assertThat(HoyerSparsity.of(1, Double.POSITIVE_INFINITY, 0)).isNaN();
        assertThat(HoyerSparsity.of(new float[0])).isNaN();
    }

    @Test
    void mean_leavesUndefinedFramesOut() {
        float[][] codes = {{1, 0, 0, 0}, {0, 0, 0, 0}, {1, 1, 1, 1}, {Float.NaN, 1, 1, 1}};
        assertThat(HoyerSparsity.mean(codes)).isEqualTo(new FrameMean(0.5, 2, 2));
    }

    @Test
    void mean_nothingDefined_isNaN() {
        FrameMean mean = HoyerSparsity.mean(new float[][] {{0, 0}});
        assertThat(mean.mean()).isNaN();
        assertThat(mean.undefined()).isEqualTo(1);
    }

    @Test
    void mean_withAMask_countsOnlyItsFrames() {
        float[][] codes = {{1, 0, 0, 0}, {0, 0, 0, 0}, {1, 1, 1, 1}, {2, 0, 0, 0}};
        assertThat(HoyerSparsity.mean(codes, new boolean[] {true, true, false, true}))
                .isEqualTo(new FrameMean(1, 2, 1));
        assertThatThrownBy(() -> HoyerSparsity.mean(codes, new boolean[3])).hasMessageContaining("got 3 for 4");
    }

    @Test
    void mean_silentFrames_countUnlessMasked() {
        // What a model makes of a frame of zeros is not zero.
        float[][] power = {{0, 0}, {1, 3}};
        float[][] codes = {{0.2f, 0.1f}, {1, 0}};
        assertThat(HoyerSparsity.mean(codes).used()).isEqualTo(2);
        assertThat(HoyerSparsity.mean(codes, FrameMask.louderThan(power, 0))).isEqualTo(new FrameMean(1, 1, 0));
    }
}
