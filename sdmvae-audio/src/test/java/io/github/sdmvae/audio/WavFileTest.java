/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFileTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("a.wav");
    }

    private double[] read(int tag, int bits, byte[] data) throws IOException {
        AudioClip clip = AudioClip.read(TestAudio.wav(file(), tag, 1, 16000, bits, data));
        assertThat(clip.sampleRate()).isEqualTo(16000);
        return clip.samples();
    }

    @Test
    void read_8Bit_isUnsigned() throws IOException {
        assertThat(read(1, 8, new byte[] {0, 64, (byte) 128, (byte) 255})).containsExactly(-1, -0.5, 0, 127 / 128.0);
    }

    @Test
    void read_16Bit_dividesBy32768() throws IOException {
        assertThat(read(1, 16, TestAudio.shorts(-32768, -1, 0, 1, 32767)))
                .containsExactly(-1, -1 / 32768.0, 0, 1 / 32768.0, 32767 / 32768.0);
    }

    @Test
    void read_24Bit_keepsAllBits() throws IOException {
        byte[] data = {0, 0, (byte) 0x80, (byte) 0xff, (byte) 0xff, 0x7f, 1, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff
        };
        assertThat(read(1, 24, data)).containsExactly(-1, 8388607 / 8388608.0, 1 / 8388608.0, -1 / 8388608.0);
    }

    @Test
    void read_32Bit_keepsAllBits() throws IOException {
        byte[] data = {0, 0, 0, (byte) 0x80, 1, 0, 0, 0};
        assertThat(read(1, 32, data)).containsExactly(-1, 1 / 2147483648.0);
    }

    @Test
    void read_float_isTakenAsItIs() throws IOException {
        assertThat(read(3, 32, TestAudio.floats(0.25f, -1.5f, 0))).containsExactly(0.25, -1.5, 0);
    }

    @Test
    void read_double_isTakenAsItIs() throws IOException {
        byte[] data = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(0.1)
                .array();
        assertThat(read(3, 64, data)).containsExactly(0.1);
    }

    @Test
    void read_muLaw_isExpanded() throws IOException {
        assertThat(read(7, 8, new byte[] {(byte) 0xff, 0})).containsExactly(0, -32124 / 32768.0);
    }

    @Test
    void read_stereo_needsAChoice() throws IOException {
        TestAudio.wav(file(), 1, 2, 8000, 16, TestAudio.shorts(16384, -16384, 8192, 0));
        assertThatThrownBy(() -> AudioClip.read(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.wav")
                .hasMessageContaining("has 2 channels, numbered from 0")
                .hasMessageContaining("Channels.only(index)")
                .hasMessageContaining("Channels.mix()");
        assertThat(AudioClip.read(file(), Channels.only(0)).samples()).containsExactly(0.5, 0.25);
        assertThat(AudioClip.read(file(), Channels.only(1)).samples()).containsExactly(-0.5, 0);
        assertThat(AudioClip.read(file(), Channels.mix()).samples()).containsExactly(0, 0.125);
        assertThatThrownBy(() -> AudioClip.read(file(), Channels.only(2))).hasMessageContaining("no channel 2");
    }

    @Test
    void read_mono_takesAnyChoice() throws IOException {
        TestAudio.wav(file(), 1, 1, 8000, 16, TestAudio.shorts(16384));
        assertThat(AudioClip.read(file(), Channels.mix()).samples()).containsExactly(0.5);
        assertThat(AudioClip.read(file(), Channels.only(0)).samples()).containsExactly(0.5);
        assertThatThrownBy(() -> AudioClip.read(file(), Channels.only(1))).hasMessageContaining("no channel 1");
        assertThatThrownBy(() -> Channels.only(-1)).hasMessageContaining("at least 0, got -1");
    }

    @Test
    void read_longFile_keepsEverySample() throws IOException {
        double[] signal = TestAudio.noise(100_001, 1);
        AudioClip.of(signal, 44100).writeWavFloat(file());
        double[] expected = Arrays.stream(signal).map(x -> (float) x).toArray();
        assertThat(Arrays.equals(AudioClip.read(file()).samples(), expected)).isTrue();
    }

    @Test
    void write16_ofRead16_isTheSameFile() throws IOException {
        int[] values = new Random(2).ints(5000, -32768, 32768).toArray();
        values[0] = -32768;
        values[1] = 32767;
        TestAudio.wav(file(), 1, 1, 22050, 16, TestAudio.shorts(values));
        Path copy = folder.resolve("b.wav");
        AudioClip.read(file()).writeWav16(copy);
        assertThat(copy).hasSameBinaryContentAs(file());
    }

    @Test
    void write16_beyondFullScale_isRefused() throws IOException {
        AudioClip loud = AudioClip.of(new double[] {0.5, -1.01}, 16000);
        assertThatThrownBy(() -> loud.writeWav16(file()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1.01")
                .hasMessageContaining("normalisePeak");
        assertThat(file()).doesNotExist();
        AudioClip.of(new double[] {1, -1}, 16000).writeWav16(file());
        assertThat(AudioClip.read(file()).samples()[0]).isCloseTo(1, within(1e-4));
    }

    @Test
    void write_replacesTheFileAndLeavesNothingElse() throws IOException {
        Files.writeString(file(), "old");
        AudioClip.of(new double[] {0.25}, 16000).writeWav16(file());
        assertThat(AudioClip.read(file()).samples()).containsExactly(0.25);
        try (Stream<Path> list = Files.list(folder)) {
            assertThat(list).containsExactly(file());
        }
    }

    @Test
    void write_thatFails_leavesTheOldFile() throws IOException {
        Path missing = folder.resolve("none").resolve("a.wav");
        AudioClip clip = AudioClip.of(new double[] {0.25}, 16000);
        assertThatThrownBy(() -> clip.writeWav16(missing)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> clip.writeWavFloat(folder)).isInstanceOf(IOException.class);
        Path kept = Files.createDirectory(folder.resolve("taken.wav"));
        assertThatThrownBy(() -> clip.writeWav16(kept)).hasMessageContaining("taken.wav");
        try (Stream<Path> list = Files.list(folder)) {
            assertThat(list).containsExactly(kept);
        }
    }

    @Test
    void write_onAFullDisk_namesTheFile() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no such device here");
        assertThatThrownBy(() -> AudioClip.of(new double[100_000], 16000).writeWav16(full))
                .isInstanceOf(IOException.class)
                .hasMessage("/dev/full: cannot be written: No space left on device");
    }

    @Test
    void read_truncated_isRefusedNotShortened() throws IOException {
        byte[] whole = Files.readAllBytes(TestAudio.wav(file(), 1, 1, 16000, 16, new byte[2000]));
        for (int length : new int[] {1500, 1501, 44, 46}) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> AudioClip.read(file()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a.wav")
                    .hasMessageContaining("truncated");
        }
        for (int length = 0; length < 44; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> AudioClip.read(file()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a.wav");
        }
    }

    @Test
    void read_ofNothing_isRefused() throws IOException {
        TestAudio.wav(file(), 1, 1, 16000, 16, new byte[0]);
        assertThatThrownBy(() -> AudioClip.read(file())).hasMessageContaining("holds no samples");
    }

    @Test
    void read_notFinite_isRefused() throws IOException {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            TestAudio.wav(file(), 3, 1, 16000, 32, TestAudio.floats(0.5f, bad));
            assertThatThrownBy(() -> AudioClip.read(file()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a.wav")
                    .hasMessageContaining("sample 1 is " + bad);
        }
    }

    @Test
    void read_missingOrFolder_isNamed() {
        assertThatThrownBy(() -> AudioClip.read(file())).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> AudioClip.read(folder)).hasMessageContaining("is a folder");
    }

    @Test
    void read_hostileHeaders_areRefusedByName() throws IOException {
        byte[] data = new byte[64];
        TestAudio.wav(file(), 1, 0, 16000, 16, data);
        assertRefused();
        TestAudio.wav(file(), 1, 1, 0, 16, data);
        assertRefused();
        TestAudio.wav(file(), 1, 1, -5, 16, data);
        assertRefused();
        TestAudio.wav(file(), 1, 1, 16000, 12, data);
        assertRefused();
        TestAudio.wav(file(), 1, 0xffff, 16000, 16, data);
        assertRefused();
        TestAudio.wav(file(), 0x55, 1, 16000, 16, data);
        assertRefused();
        for (int size : new int[] {Integer.MIN_VALUE + 1, Integer.MAX_VALUE - 5000, 66, 0}) {
            setDataSize(size, data);
            assertRefused();
        }
    }

    private void setDataSize(int size, byte[] data) throws IOException {
        byte[] bytes = Files.readAllBytes(TestAudio.wav(file(), 1, 1, 16000, 16, data));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(40, size);
        Files.write(file(), bytes);
    }

    /** What is written to a pipe: readers of 2 GiB or 4 GiB, less a header, mean that nobody came back to fill it in. */
    @Test
    void read_placeholderSizes_readToTheEnd() throws IOException {
        for (int size : new int[] {-1, -37, -4096, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x7fffff00, 0x7ffff000}) {
            setDataSize(size, TestAudio.shorts(16384, 8192, 0));
            assertThat(AudioClip.read(file()).samples()).containsExactly(0.5, 0.25, 0);
        }
    }

    @Test
    void read_placeholderSize_leavesOutHalfASample() throws IOException {
        setDataSize(-1, new byte[] {0, 64, 0, 32, 1});
        assertThat(AudioClip.read(file()).samples()).containsExactly(0.5, 0.25);
    }

    /** As Python's wave module leaves it: the header of an empty recording. */
    @Test
    void read_sizesOfAnEmptyRecording_readToTheEnd() throws IOException {
        setDataSize(0, TestAudio.shorts(16384, 8192));
        byte[] bytes = Files.readAllBytes(file());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 36);
        Files.write(file(), bytes);
        assertThat(AudioClip.read(file()).samples()).containsExactly(0.5, 0.25);
    }

    private void assertRefused() {
        assertThatThrownBy(() -> AudioClip.read(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.wav");
    }

    @Test
    void read_randomBytes_neverThrowAnythingElse() throws IOException {
        byte[] whole = Files.readAllBytes(TestAudio.wav(file(), 1, 2, 16000, 16, new byte[200]));
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = whole.clone();
            for (int k = 0; k <= i % 4; k++) {
                bytes[random.nextInt(44)] = (byte) random.nextInt();
            }
            Files.write(file(), bytes);
            try {
                AudioClip.read(file(), Channels.mix());
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("a.wav");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void read_extraChunks_areSkipped() throws IOException {
        byte[] plain = Files.readAllBytes(TestAudio.wav(file(), 1, 1, 16000, 16, TestAudio.shorts(1, 2, 3)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 36);
        out.write(TestAudio.ascii("LIST"));
        out.write(new byte[] {4, 0, 0, 0, 'a', 'b', 'c', 'd'});
        out.write(plain, 36, plain.length - 36);
        Files.write(file(), out.toByteArray());
        assertThat(AudioClip.read(file()).samples()).containsExactly(1 / 32768.0, 2 / 32768.0, 3 / 32768.0);
    }
}
