/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads 16-bit mono WAV files as value/32768. */
final class WavFiles {

    private WavFiles() {}

    static double[] read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int at = 12;
        while (!name(bytes, at).equals("data")) {
            at += 8 + bytes.getInt(at + 4);
        }
        double[] samples = new double[bytes.getInt(at + 4) / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = bytes.getShort(at + 8 + 2 * i) / 32768.0;
        }
        return samples;
    }

    private static String name(ByteBuffer bytes, int at) {
        byte[] name = new byte[4];
        bytes.get(at, name);
        return new String(name, StandardCharsets.US_ASCII);
    }
}
