/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.objective.LossTerms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a worker sends back after a round.
 *
 * @param state after its steps
 * @param terms of its steps, each divided by the steps of all workers in the epoch
 * @param trouble the first term that was not finite; empty if all were
 * @param seconds computing
 * @param processor of the machine
 */
record WorkerReport(RoundState state, LossTerms terms, String trouble, double seconds, String processor) {

    byte[] toBytes() {
        JsonObject json = new JsonObject();
        json.add("terms", WorkerTerms.toJson(terms));
        json.addProperty("trouble", trouble);
        json.addProperty("seconds", seconds);
        json.addProperty("processor", processor);
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        byte[] arrays = state.toBytes();
        return ByteBuffer.allocate(4 + text.length + arrays.length)
                .putInt(text.length)
                .put(text)
                .put(arrays)
                .array();
    }

    static WorkerReport of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] text = new byte[buffer.getInt()];
        buffer.get(text);
        JsonObject json =
                JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
        return new WorkerReport(
                RoundState.of(buffer.slice()),
                WorkerTerms.fromJson(Json.object(json, "terms")),
                Json.string(json, "trouble"),
                Json.number(json, "seconds"),
                Json.string(json, "processor"));
    }
}
