/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Channels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlacFileReaderTest {
    private static final long[] SAMPLES = {3, -7, 100, 32767, -32768, 0, 5, 5, 5, -1};

    @TempDir
    Path folder;

    private static FlacWriter mono(int bits, long... samples) {
        byte[] md5 = FlacWriter.md5((bits + 7) / 8, samples);
        return new FlacWriter().streamInfo(16000, 1, bits, samples.length, md5).frame(samples.length, 0);
    }

    private static long[] decode(byte[] file) throws IOException {
        try (AudioInputStream in = new FlacFileReader().getAudioInputStream(new ByteArrayInputStream(file))) {
            byte[] pcm = in.readAllBytes();
            int bytes = in.getFormat().getSampleSizeInBits() / 8;
            long[] samples = new long[pcm.length / bytes];
            for (int i = 0; i < pcm.length; i++) {
                long part = i % bytes == bytes - 1 ? pcm[i] : pcm[i] & 0xff;
                samples[i / bytes] |= part << (8 * (i % bytes));
            }
            return samples;
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(e);
        }
    }

    private static byte[] verbatim() {
        FlacWriter out = mono(16, SAMPLES).bits(0b00000010, 8);
        for (long sample : SAMPLES) {
            out.bits(sample, 16);
        }
        return out.endFrame().bytes();
    }

    @Test
    void decode_verbatim() throws IOException {
        assertThat(decode(verbatim())).containsExactly(SAMPLES);
    }

    @Test
    void decode_constant() throws IOException {
        byte[] file = mono(16, -5, -5, -5).bits(0, 8).bits(-5, 16).endFrame().bytes();
        assertThat(decode(file)).containsExactly(-5, -5, -5);
    }

    @Test
    void decode_wastedBits() throws IOException {
        byte[] file = mono(16, 40, -24)
                .bits(0b00000011, 8)
                .bits(0b001, 3)
                .bits(5, 13)
                .bits(-3, 13)
                .endFrame()
                .bytes();
        assertThat(decode(file)).containsExactly(40, -24);
    }

    @Test
    void decode_fixedPredictors() throws IOException {
        int[][] predictors = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};
        long[] samples = {10, 12, 9, -4, 7, 7, 8, 30};
        for (int order = 0; order <= 4; order++) {
            FlacWriter out = mono(16, samples).bits((8L + order) << 1, 8);
            predicted(out, samples, predictors[order], 0, 0);
            assertThat(decode(out.endFrame().bytes())).as("order " + order).containsExactly(samples);
        }
    }

    @Test
    void decode_linearPredictorWithTwoPartitions() throws IOException {
        long[] samples = {10, 12, 9, -4, 7, 7, 8, 30};
        FlacWriter out = mono(16, samples).bits((32L + 1) << 1, 8);
        predicted(out, samples, new int[] {7, -3}, 2, 1);
        assertThat(decode(out.endFrame().bytes())).containsExactly(samples);
    }

    private static void predicted(FlacWriter out, long[] samples, int[] predictor, int shift, int partitionOrder) {
        int order = predictor.length;
        for (int i = 0; i < order; i++) {
            out.bits(samples[i], 16);
        }
        if (shift > 0) {
            out.bits(4 - 1, 4).bits(shift, 5);
            for (int c : predictor) {
                out.bits(c, 4);
            }
        }
        out.bits(0, 2).bits(partitionOrder, 4);
        for (int i = order; i < samples.length; i++) {
            if (i == order || i % (samples.length >> partitionOrder) == 0) {
                out.bits(3, 4);
            }
            long sum = 0;
            for (int j = 0; j < order; j++) {
                sum += predictor[j] * samples[i - 1 - j];
            }
            out.rice(samples[i] - (sum >> shift), 3);
        }
    }

    @Test
    void decode_escapedResidual() throws IOException {
        FlacWriter out = mono(16, 4, -8)
                .bits(8L << 1, 8)
                .bits(1, 2)
                .bits(0, 4)
                .bits(31, 5)
                .bits(5, 5);
        assertThat(decode(out.bits(4, 5).bits(-8, 5).endFrame().bytes())).containsExactly(4, -8);
    }

    @Test
    void decode_stereoModes() throws IOException {
        long[] samples = {7, -2, -5, 4};
        long[][] first = {{7, -5}, {9, -9}, {2, -1}};
        long[][] second = {{9, -9}, {-2, 4}, {9, -9}};
        for (int mode = 0; mode < 3; mode++) {
            byte[] md5 = FlacWriter.md5(2, samples);
            FlacWriter out = new FlacWriter().streamInfo(44100, 2, 16, 2, md5).frame(2, 8 + mode);
            out.bits(2, 8).bits(first[mode][0], mode == 1 ? 17 : 16).bits(first[mode][1], mode == 1 ? 17 : 16);
            out.bits(2, 8).bits(second[mode][0], mode == 1 ? 16 : 17).bits(second[mode][1], mode == 1 ? 16 : 17);
            assertThat(decode(out.endFrame().bytes())).as("mode " + mode).containsExactly(samples);
        }
    }

    @Test
    void decode_otherWidths_areWidenedToWholeBytes() throws IOException {
        assertThat(decode(mono(12, 100, -2048)
                        .bits(2, 8)
                        .bits(100, 12)
                        .bits(-2048, 12)
                        .endFrame()
                        .bytes()))
                .containsExactly(1600, -32768);
        assertThat(decode(mono(24, 100, -8388608)
                        .bits(2, 8)
                        .bits(100, 24)
                        .bits(-8388608, 24)
                        .endFrame()
                        .bytes()))
                .containsExactly(100, -8388608);
        assertThat(decode(mono(32, 100, Integer.MIN_VALUE)
                        .bits(2, 8)
                        .bits(100, 32)
                        .bits(1L << 31, 32)
                        .endFrame()
                        .bytes()))
                .containsExactly(100, Integer.MIN_VALUE);
    }

    @Test
    void decode_unknownLengthAndMd5_readsToTheEnd() throws IOException {
        FlacWriter out = new FlacWriter().streamInfo(16000, 1, 16, 0, new byte[16]);
        out.frame(2, 0)
                .bits(0, 8)
                .bits(7, 16)
                .endFrame()
                .frame(1, 0)
                .bits(0, 8)
                .bits(8, 16)
                .endFrame();
        assertThat(decode(out.bytes())).containsExactly(7, 7, 8);
    }

    @Test
    void decode_foreignTagAtTheEnd_isIgnored() throws IOException {
        byte[] file = Arrays.copyOf(verbatim(), verbatim().length + 128);
        assertThat(decode(file)).containsExactly(SAMPLES);
    }

    @Test
    void audioSystem_findsTheReader() throws Exception {
        byte[] file = verbatim();
        AudioFormat format;
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
            format = in.getFormat();
            assertThat(in.getFrameLength()).isEqualTo(SAMPLES.length);
        }
        assertThat(format.getSampleRate()).isEqualTo(16000);
        Path path = Files.write(folder.resolve("a.flac"), file);
        assertThat(AudioSystem.getAudioFileFormat(path.toFile()).getType()).isEqualTo(FlacFileReader.FLAC);
        assertThat(AudioSystem.getAudioFileFormat(path.toUri().toURL()).getFrameLength())
                .isEqualTo(SAMPLES.length);
        try (InputStream in = new ByteArrayInputStream(file)) {
            new FlacFileReader().getAudioFileFormat(in);
            assertThat(in.readAllBytes()).isEqualTo(file);
        }
    }

    @Test
    void clip_readsFlac() throws IOException {
        Path path = Files.write(folder.resolve("a.flac"), verbatim());
        assertThat(AudioClip.read(path).samples()[3]).isEqualTo(32767 / 32768.0);
    }

    @Test
    void truncated_atAnyByte_isRefusedByName() throws IOException {
        byte[] whole = verbatim();
        Path path = folder.resolve("cut.flac");
        for (int length = 4; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> AudioClip.read(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cut.flac")
                    .hasMessageContaining("truncated");
        }
    }

    @Test
    void damaged_anyBitInFrames_isRefused() throws IOException {
        byte[] whole = verbatim();
        for (int bit = 42 * 8; bit < whole.length * 8; bit++) {
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (0x80 >> bit % 8);
            assertThatThrownBy(() -> decode(bytes)).as("bit " + bit).isInstanceOf(IOException.class);
        }
    }

    @Test
    void damaged_samplesWithRightChecksums_areFoundByMd5() {
        FlacWriter out =
                mono(16, 1, 2, 3).bits(2, 8).bits(1, 16).bits(2, 16).bits(4, 16).endFrame();
        assertThatThrownBy(() -> decode(out.bytes())).hasMessageContaining("MD5");
    }

    @Test
    void randomBytes_neverThrowAnythingElse() throws IOException {
        byte[] whole = verbatim();
        Random random = new Random(1);
        Path path = folder.resolve("bad.flac");
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = whole.clone();
            for (int k = 0; k <= i % 4; k++) {
                bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
            }
            Files.write(path, bytes);
            try {
                AudioClip.read(path, Channels.mix());
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("bad.flac");
            }
        }
    }

    @Test
    void recordings_haveTheMd5TheyClaim() throws Exception {
        String property = System.getProperty("sdmvae.data");
        Path data = property == null ? Path.of("../../shared/data/speech") : Path.of(property);
        Assumptions.assumeTrue(Files.isDirectory(data), () -> "needs the recordings in " + data);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(data)) {
            files = walk.filter(p -> p.toString().endsWith(".flac")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(bytes))) {
                byte[] md5 = MessageDigest.getInstance("MD5").digest(in.readAllBytes());
                assertThat(md5).as(file.toString()).isEqualTo(Arrays.copyOfRange(bytes, 26, 42));
            }
        }
    }
}
