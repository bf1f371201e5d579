/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import org.assertj.core.api.SoftAssertions;

/** Arrays by max|ours − golden| ≤ tol·max|golden|, scalars by tol·max(1, |golden|). */
public record GoldenComparison(SoftAssertions softly, String name, double tolerance) {

    public void scalar(String what, double ours, double golden) {
        softly.assertThat(Math.abs(ours - golden))
                .as(name + " " + what + " (ours " + ours + ", golden " + golden + ")")
                .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(golden)));
    }

    public void array(String what, double[] ours, double[] golden) {
        softly.assertThat(ours).as(name + " " + what).hasSameSizeAs(golden);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < Math.min(ours.length, golden.length); i++) {
            largest = Math.max(largest, Math.abs(golden[i]));
            double off = Math.abs(ours[i] - golden[i]);
            difference = Double.isNaN(off) || Double.isNaN(difference) ? Double.NaN : Math.max(difference, off);
        }
        softly.assertThat(difference)
                .as(name + " " + what + " (largest " + largest + ")")
                .isLessThanOrEqualTo(tolerance * largest);
    }

    void array(String what, double[] ours, JsonElement golden) {
        array(what, ours, values(golden));
    }

    /** All numbers of nested arrays, in order. */
    static double[] values(JsonElement element) {
        if (element.isJsonPrimitive()) {
            return new double[] {element.getAsDouble()};
        }
        JsonArray array = element.getAsJsonArray();
        double[][] parts = new double[array.size()][];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = values(array.get(i));
            length += parts[i].length;
        }
        double[] all = new double[length];
        int at = 0;
        for (double[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
