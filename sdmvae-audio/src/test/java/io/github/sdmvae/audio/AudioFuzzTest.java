/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.flac.FlacFuzz;
import io.github.sdmvae.fuzz.ByteMutator;
import io.github.sdmvae.fuzz.FuzzReport;
import io.github.sdmvae.fuzz.Fuzzer;
import io.github.sdmvae.fuzz.Mutator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged sound files; a long run with {@code mvn test -pl sdmvae-audio -am -Dtest=AudioFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.inputs=1000000}.
 */
class AudioFuzzTest {
    private static final int INPUTS = 2000;

    @TempDir
    Path folder;

    private static void fuzz(String name, List<byte[]> seeds, Mutator mutator) throws Exception {
        FuzzReport report = Fuzzer.run(name, seeds, mutator, AudioFuzzTest::read, INPUTS);
        assertThat(report.findings()).isEmpty();
        assertThat(report.read()).as("inputs that are read").isPositive();
        assertThat(report.refused()).as("inputs that are refused").isPositive();
    }

    private static long read(Path file) throws IOException {
        return (long) Double.BYTES * AudioClip.read(file, Channels.mix()).length();
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(AudioFuzzTest.class.getResourceAsStream("/cases/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private byte[] wav(int tag, int channels, int bits) throws IOException {
        return Files.readAllBytes(
                TestAudio.wav(folder.resolve("seed.wav"), tag, channels, 16000, bits, new byte[channels * bits]));
    }

    /** The start of a case that has its odd chunks there. */
    private static byte[] start(String name, int length) throws IOException {
        return Arrays.copyOf(resource(name), length);
    }

    @Test
    void wav_answersAsDocumented() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        for (int[] coding : new int[][] {{1, 16}, {1, 8}, {1, 24}, {1, 32}, {3, 32}, {3, 64}, {6, 8}, {7, 8}}) {
            seeds.add(wav(coding[0], 1, coding[1]));
            seeds.add(wav(coding[0], 2, coding[1]));
        }
        // Their sizes are placeholders, so that a part of them is whole.
        seeds.add(start("streamed-ffff.wav", 144));
        seeds.add(start("streamed-24bit.wav", 201));
        seeds.add(start("streamed-size0.wav", 144));
        seeds.add(resource("rf64.wav"));
        seeds.add(resource("odd-chunk-unpadded.wav"));
        fuzz("wav", seeds, new ByteMutator());
    }

    @Test
    void flac_answersAsDocumented() throws Exception {
        List<byte[]> seeds = new ArrayList<>(FlacFuzz.seeds());
        seeds.addAll(FlacFuzz.seeds());
        seeds.add(resource("plain.flac"));
        seeds.add(resource("unknown-length-id3v1.flac"));
        seeds.add(resource("id3v2.flac"));
        fuzz("flac", seeds, FlacFuzz.mutator());
    }

    @Test
    void sphere_answersAsDocumented() throws Exception {
        String fields =
                "sample_rate -i 8000\nchannel_count -i %d\nsample_count -i 8\nsample_n_bytes -i %d\n%send_head\n";
        List<byte[]> seeds = new ArrayList<>();
        for (int channels = 1; channels <= 2; channels++) {
            seeds.add(sphere(fields.formatted(channels, 2, "sample_byte_format -s2 01\n"), 16 * channels));
            seeds.add(sphere(fields.formatted(channels, 2, "sample_byte_format -s2 10\n"), 16 * channels));
            seeds.add(sphere(fields.formatted(channels, 1, "sample_coding -s4 ulaw\n"), 8 * channels));
        }
        seeds.add(resource("sphere-named.wav"));
        fuzz("sphere", seeds, new ByteMutator());
    }

    private static byte[] sphere(String fields, int data) {
        byte[] header = ("NIST_1A\n   1024\n" + fields).getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(header, 1024 + data);
    }

    @Test
    void otherFormats_answerAsDocumented() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        AudioFormat format = new AudioFormat(22050, 16, 1, true, true);
        for (AudioFileFormat.Type type : List.of(AudioFileFormat.Type.AIFF, AudioFileFormat.Type.AU)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(new byte[64]), format, 32), type, out);
            seeds.add(out.toByteArray());
        }
        seeds.add(resource("mp3-named.wav"));
        for (String start : List.of("OggS", "PK\u0003\u0004", "caff", "RIFX", ToyDecoder.MARKER, "MThd", "FORM")) {
            seeds.add(Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), 64));
        }
        fuzz("other", seeds, new ByteMutator());
    }
}
