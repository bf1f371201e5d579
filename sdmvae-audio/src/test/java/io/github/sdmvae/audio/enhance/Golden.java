/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/** Arrays of the golden file, and how ours are compared with them. */
final class Golden {
    private final SoftAssertions softly = new SoftAssertions();
    private final double tolerance;
    private int checked;

    Golden(double tolerance) {
        this.tolerance = tolerance;
    }

    static double[] flat(JsonElement element) {
        return values(element).toArray();
    }

    private static java.util.stream.DoubleStream values(JsonElement element) {
        if (element instanceof JsonArray array) {
            return Stream.iterate(0, i -> i < array.size(), i -> i + 1).flatMapToDouble(i -> values(array.get(i)));
        }
        return java.util.stream.DoubleStream.of(
                element.getAsJsonPrimitive().isBoolean() ? (element.getAsBoolean() ? 1 : 0) : element.getAsDouble());
    }

    void check(String what, double[] ours, JsonObject json, String name) {
        check(what + " " + name, ours, flat(json.get(name)));
    }

    /** By the largest difference, relative to the largest value. */
    void check(String what, double[] ours, double[] golden) {
        double difference = ours.length == golden.length ? 0 : Double.NaN;
        double largest = 0;
        for (int i = 0; i < Math.min(ours.length, golden.length); i++) {
            difference = Math.max(difference, Math.abs(ours[i] - golden[i]));
            largest = Math.max(largest, Math.abs(golden[i]));
        }
        softly.assertThat(difference).as(what).isLessThanOrEqualTo(tolerance * largest);
        checked++;
    }

    void check(String what, double ours, double golden) {
        check(what, new double[] {ours}, new double[] {golden});
    }

    int finish() {
        softly.assertAll();
        return checked;
    }
}
