/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes mono WAV files, whole or not at all. */
final class WavWriter {
    private static final int PCM = 1;
    private static final int IEEE_FLOAT = 3;
    private static final int CHUNK = 1 << 14;

    private final SampleWriter.Source samples;
    private final int length;
    private final int sampleRate;
    private final boolean floats;

    WavWriter(double[] samples, int sampleRate, boolean floats) {
        this(
                (first, target) -> System.arraycopy(samples, first, target, 0, target.length),
                samples.length,
                sampleRate,
                floats);
    }

    WavWriter(SampleWriter.Source samples, int length, int sampleRate, boolean floats) {
        this.samples = samples;
        this.length = length;
        this.sampleRate = sampleRate;
        this.floats = floats;
    }

    /** Writes beside the target first, so that no reader ever sees half a file. */
    void write(Path file) throws IOException {
        AtomicFile.write(file, this::writeTo);
    }

    private void writeTo(OutputStream out) throws IOException {
        out.write(header());
        int bytes = floats ? 4 : 2;
        ByteBuffer buffer = ByteBuffer.allocate(bytes * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int start = 0; start < length; start += CHUNK) {
            double[] chunk = new double[Math.min(CHUNK, length - start)];
            samples.read(start, chunk);
            buffer.clear();
            for (double sample : chunk) {
                put(buffer, sample);
            }
            out.write(buffer.array(), 0, buffer.position());
        }
    }

    private void put(ByteBuffer buffer, double sample) {
        if (floats) {
            buffer.putFloat((float) sample);
        } else {
            buffer.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample * 0x1p15))));
        }
    }

    /** Formats other than integer PCM want a longer format chunk and a "fact" chunk. */
    private byte[] header() {
        int bytes = floats ? 4 : 2;
        int data = bytes * length;
        int size = floats ? 58 : 44;
        ByteBuffer header = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        tag(header, "RIFF").putInt(size - 8 + data);
        tag(header, "WAVE");
        tag(header, "fmt ").putInt(floats ? 18 : 16);
        header.putShort((short) (floats ? IEEE_FLOAT : PCM)).putShort((short) 1);
        header.putInt(sampleRate).putInt(sampleRate * bytes);
        header.putShort((short) bytes).putShort((short) (8 * bytes));
        if (floats) {
            header.putShort((short) 0);
            tag(header, "fact").putInt(4).putInt(length);
        }
        tag(header, "data").putInt(data);
        return header.array();
    }

    private static ByteBuffer tag(ByteBuffer buffer, String tag) {
        return buffer.put(tag.getBytes(StandardCharsets.US_ASCII));
    }
}
