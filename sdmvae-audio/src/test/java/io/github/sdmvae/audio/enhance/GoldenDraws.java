/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The random numbers that a case gives: by iteration, sweep, source and frame. */
record GoldenDraws(JsonObject json) implements Draws {

    private JsonElement at(String name, Place place) {
        JsonArray all = json.getAsJsonArray(name);
        JsonArray iteration = all.get(place.iteration()).getAsJsonArray();
        return iteration.get(place.sweep()).getAsJsonArray().get(place.source());
    }

    @Override
    public void normal(Place place, int firstRow, int width, double[] target) {
        double[] values = Golden.flat(at(place.stream() == Stream.SAMPLE ? "sampleNoise" : "noise", place));
        copy(values, firstRow * width, target);
    }

    @Override
    public void logUniform(Place place, int firstRow, double[] target) {
        copy(Golden.flat(at("logUniform", place)), firstRow, target);
    }

    /** Rows of padding get zeros. */
    private static void copy(double[] values, int from, double[] target) {
        System.arraycopy(values, from, target, 0, Math.min(target.length, values.length - from));
    }
}
