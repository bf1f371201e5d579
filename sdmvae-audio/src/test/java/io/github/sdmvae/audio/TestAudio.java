/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;

/** Signals and files for the tests. */
final class TestAudio {
    private TestAudio() {}

    static double[] noise(int length, long seed) {
        Random random = new Random(seed);
        double[] signal = new double[length];
        for (int i = 0; i < length; i++) {
            signal[i] = random.nextDouble() - 0.5;
        }
        return signal;
    }

    static double[] sine(int length, double frequency, int rate) {
        double[] signal = new double[length];
        for (int i = 0; i < length; i++) {
            signal[i] = 0.5 * Math.sin(2 * Math.PI * frequency * i / rate);
        }
        return signal;
    }

    /** A WAV file of any format tag with the given data. */
    static Path wav(Path file, int tag, int channels, int rate, int bits, byte[] data) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(36 + data.length).put(ascii("WAVE"));
        out.put(ascii("fmt ")).putInt(16).putShort((short) tag).putShort((short) channels);
        out.putInt(rate).putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
        out.putShort((short) bits).put(ascii("data")).putInt(data.length).put(data);
        return Files.write(file, out.array());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] shorts(int... values) {
        ByteBuffer out = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            out.putShort((short) value);
        }
        return out.array();
    }

    static byte[] floats(float... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            out.putFloat(value);
        }
        return out.array();
    }

    /** The folder of real recordings, which are not part of the project; tests that need it are skipped without. */
    static Path speech() {
        String property = System.getProperty("sdmvae.data");
        Path folder = property == null ? Path.of("../../shared/data/speech") : Path.of(property);
        Assumptions.assumeTrue(
                Files.isDirectory(folder), () -> "needs the recordings in " + folder + " (or -Dsdmvae.data=...)");
        return folder;
    }
}
