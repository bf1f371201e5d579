/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as recorders, pipes, corpora and music programs leave them. */
class RealFilesTest {
    /** Half a step of 16 bits by rounding, and a whole one at most where a writer's full scale is 32767. */
    private static final double STEPS = 1.5 / 32768;

    @TempDir
    Path folder;

    private Path copy(String name) {
        try (var in = Objects.requireNonNull(getClass().getResourceAsStream("/cases/" + name), name)) {
            return Files.write(folder.resolve(name), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double[] plain() throws IOException {
        return AudioClip.read(copy("plain16.wav")).samples();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.flac",
                "streamed-ffff.wav",
                "streamed-24bit.wav",
                "streamed-7ffff000.wav",
                "streamed-size0.wav",
                "bext9000-pcm16.wav",
                "list9000-float.wav",
                "rf64.wav",
                "24bit-align4.wav",
                "odd-chunk-unpadded.wav",
                "sphere-named.wav",
                "id3v2.flac",
                "unknown-length-id3v1.flac"
            })
    void case_holdsTheSamplesOfPlain16(String name) throws IOException {
        double[] expected = plain();
        assertThat(expected).hasSize(4001);
        AudioClip clip = AudioClip.read(copy(name));
        assertThat(clip.sampleRate()).isEqualTo(16000);
        double[] got = clip.samples();
        assertThat(got).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(got[i] - expected[i]));
        }
        assertThat(worst).isLessThan(STEPS);
    }

    @Test
    void mp3_isNamedWithTheWayOut() {
        Path mp3 = copy("mp3-named.wav");
        assertThatThrownBy(() -> AudioClip.read(mp3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mp3-named.wav: is an MP3 file: convert it")
                .hasMessageContaining("ffmpeg")
                .hasMessageContaining("javax.sound");
    }

    /** First bytes, in Latin-1, and what the error must say. */
    private static final String[][] FOREIGN = {
        {"\u00ff\u00fb\u0090\u0000", "an MP3 file"},
        {"\u00ff\u00f1P\u0080", "an AAC file"},
        {"OggS\u0000................x......OpusHead", "an Ogg"},
        {"....ftypM4A", "an M4A"},
        {"0&\u00b2u\u008ef\u00cf\u0011", "a WMA"},
        {"#!AMR\n", "an AMR file"},
        {"PK\u0003\u0004", "a ZIP archive: unpack"},
        {"\u001f\u008b\u0008", "a gzip archive: unpack"},
        {"\u001aE\u00df\u00a3", "a Matroska"},
        {"caff\u0000\u0001", "CAF"},
        {"RIFX....WAVE", "big-endian WAV"},
        {"RIFF....AVI LIST", "an AVI film"},
        {"wvpk", "a WavPack"},
        {"version https://git-lfs.github.com/spec/v1", "git lfs pull"},
        {"Dear all: this is a letter.", "a text file"},
        {"\u0093NUMPY\u0001", "a NumPy array"},
        {"\u0001\u0002\u0003\u0004", "begins with 01 02 03 04"},
        {"MThd\u0000\u0000\u0000\u0006", "a MIDI file"}
    };

    @Test
    void foreignFile_isNamed() throws IOException {
        for (String[] one : FOREIGN) {
            Path file = write("x.wav", latin(one[0]));
            assertThatThrownBy(() -> AudioClip.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("x.wav: ")
                    .hasMessageContaining(one[1]);
        }
    }

    @Test
    void opus_isFoundBehindThePageHeader() throws IOException {
        byte[] page = Arrays.copyOf(latin("OggS"), 60);
        System.arraycopy(latin("OpusHead"), 0, page, 28, 8);
        Path file = write("voice.wav", page);
        assertThatThrownBy(() -> AudioClip.read(file)).hasMessageContaining("is an Ogg Opus file: convert");
    }

    @Test
    void wavOfAForeignCoding_isNamed() throws IOException {
        for (var coding : new Object[][] {{0x55, "MP3"}, {0x11, "IMA ADPCM"}, {0x31, "GSM"}, {0x1234, "unknown"}}) {
            Path file = TestAudio.wav(folder.resolve("a.wav"), (int) coding[0], 1, 16000, 16, new byte[64]);
            assertThatThrownBy(() -> AudioClip.read(file))
                    .hasMessageContaining("holds")
                    .hasMessageContaining((String) coding[1])
                    .hasMessageContaining("format tag 0x" + Integer.toHexString((int) coding[0]));
        }
    }

    @Test
    void zeros_areRefusedByTheirStart() throws IOException {
        Path file = write("zeros.wav", new byte[100_000]);
        assertThatThrownBy(() -> AudioClip.read(file)).hasMessageContaining("zeros.wav: begins with 512 zero bytes");
        Path empty = write("empty.wav", new byte[0]);
        assertThatThrownBy(() -> AudioClip.read(empty)).hasMessageContaining("empty.wav: is empty");
    }

    @Test
    @Timeout(20)
    void endlessZeros_areRefused() {
        Path device = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(device), "needs /dev/zero");
        assertThatThrownBy(() -> AudioClip.read(device)).hasMessageContaining("zero bytes");
    }

    /** A decoder on javax.sound's path, here one of the tests', serves before a foreign file is refused. */
    @Test
    void pluggedInDecoder_isAsked() throws IOException {
        byte[] bytes = Arrays.copyOf(latin(ToyDecoder.MARKER), 20);
        bytes[bytes.length - 1] = 64;
        AudioClip clip = AudioClip.read(write("a.toy", bytes));
        assertThat(clip.sampleRate()).isEqualTo(ToyDecoder.RATE);
        assertThat(clip.samples()).endsWith(0, 0.5);
    }

    @ParameterizedTest
    @CsvSource({"AIFF,true", "AU,true"})
    void aiffAndAu_areRead(String type, boolean bigEndian) throws Exception {
        byte[] data = {64, 0, -64, 0, 0, 0};
        AudioFormat format = new AudioFormat(22050, 16, 1, true, bigEndian);
        AudioFileFormat.Type of = type.equals("AU") ? AudioFileFormat.Type.AU : AudioFileFormat.Type.AIFF;
        Path file = folder.resolve("a.wav");
        try (AudioInputStream in = new AudioInputStream(new java.io.ByteArrayInputStream(data), format, 3)) {
            AudioSystem.write(in, of, file.toFile());
        }
        AudioClip clip = AudioClip.read(file);
        assertThat(clip.sampleRate()).isEqualTo(22050);
        assertThat(clip.samples()).containsExactly(0.5, -0.5, 0);
    }

    private static byte[] sphere(String fields, byte[] data) {
        byte[] bytes = Arrays.copyOf(latin("NIST_1A\n   1024\n" + fields + "end_head\n"), 1024 + data.length);
        System.arraycopy(data, 0, bytes, 1024, data.length);
        return bytes;
    }

    @Test
    void sphere_ofEitherByteOrderAndMuLaw() throws IOException {
        String fields = "sample_rate -i 8000\nchannel_count -i 1\nsample_count -i 2\n";
        Path little = write("l.wav", sphere(fields + "sample_byte_format -s2 01\n", new byte[] {0, 64, 0, -64}));
        Path big = write("b.wav", sphere(fields + "sample_byte_format -s2 10\n", new byte[] {64, 0, -64, 0}));
        assertThat(AudioClip.read(little).samples()).containsExactly(0.5, -0.5);
        assertThat(AudioClip.read(big).samples()).containsExactly(0.5, -0.5);
        Path law = write(
                "u.wav", sphere(fields + "sample_n_bytes -i 1\nsample_coding -s4 ulaw\n", new byte[] {(byte) 0xff, 0}));
        assertThat(AudioClip.read(law).samples()).containsExactly(0, -32124 / 32768.0);
        assertThat(AudioClip.read(law).sampleRate()).isEqualTo(8000);
    }

    @Test
    void sphere_thatCannotBeRead_saysWhy() throws IOException {
        String fields = "sample_rate -i 8000\nsample_count -i 2\nsample_byte_format -s2 01\n";
        Path shorten = write(
                "s.wav",
                sphere(fields + "sample_coding -s26 pcm,embedded-shorten-v2.00\n", new byte[] {0, 64, 0, -64}));
        assertThatThrownBy(() -> AudioClip.read(shorten))
                .hasMessageContaining("compressed as pcm,embedded-shorten-v2.00")
                .hasMessageContaining("sph2pipe");
        Path cut = write("c.wav", sphere(fields, new byte[] {0, 64}));
        assertThatThrownBy(() -> AudioClip.read(cut)).hasMessageContaining("promises 2 samples");
        Path header = write("h.wav", Arrays.copyOf(sphere(fields, new byte[0]), 500));
        assertThatThrownBy(() -> AudioClip.read(header)).hasMessageContaining("truncated");
        Path order = write("o.wav", sphere("sample_rate -i 8000\n", new byte[4]));
        assertThatThrownBy(() -> AudioClip.read(order)).hasMessageContaining("sample_byte_format");
        Path rate = write("r.wav", sphere("sample_byte_format -s2 01\nsample_rate -i x\n", new byte[4]));
        assertThatThrownBy(() -> AudioClip.read(rate))
                .hasMessageContaining("sample_rate")
                .hasMessageContaining("'x'");
        Path size = write("z.wav", latin("NIST_1A\n   abcd\n"));
        assertThatThrownBy(() -> AudioClip.read(size)).hasMessageContaining("size of its header");
    }

    /** 24 bits at the bottom of 4 bytes are against the format: read from the top they would be noise. */
    @Test
    void bitsAtTheWrongEnd_areRefusedWithBothFields() throws IOException {
        byte[] bytes = Files.readAllBytes(copy("24bit-align4.wav"));
        bytes[44] = 1;
        Path file = write("low.wav", bytes);
        assertThatThrownBy(() -> AudioClip.read(file)).hasMessageContaining("24 bits in 4 bytes");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(32, (short) 2);
        Path small = write("small.wav", bytes);
        assertThatThrownBy(() -> AudioClip.read(small))
                .hasMessageContaining("frames of 2 bytes for 1 channels of 24 bits");
    }

    /** Found by fuzzing: Java's decoder of A-law waits for ever here. */
    @Test
    @Timeout(20)
    void lawsInWideFrames_areRefused() throws IOException {
        for (int tag : new int[] {6, 7}) {
            Path file = TestAudio.wav(folder.resolve("law.wav"), tag, 2, 16000, 8, new byte[16]);
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(32, (short) 0x2002);
            Files.write(file, bytes);
            assertThatThrownBy(() -> AudioClip.read(file))
                    .hasMessageContaining("frames of 8194 bytes for 2 channels of 8 bits");
        }
    }

    @Test
    void rf64_takesTheLongSize() throws IOException {
        byte[] bytes = Files.readAllBytes(copy("rf64.wav"));
        Path cut = write("cut.wav", Arrays.copyOf(bytes, bytes.length - 10));
        assertThatThrownBy(() -> AudioClip.read(cut)).hasMessageContaining("promises 4001 samples");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(28, 20);
        assertThat(AudioClip.read(write("first.wav", bytes)).length()).isEqualTo(10);
        ByteBuffer.wrap(bytes).put(latin("BW64"));
        assertThat(AudioClip.read(write("bw64.wav", bytes)).length()).isEqualTo(10);
    }

    @Test
    void damagedChunks_areNamed() throws IOException {
        byte[] plain = Files.readAllBytes(copy("plain16.wav"));
        byte[] long1 = plain.clone();
        ByteBuffer.wrap(long1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(36, latin("bext"))
                .putInt(40, 1_000_000);
        assertThatThrownBy(() -> AudioClip.read(write("a.wav", long1)))
                .hasMessageContaining("inside its chunk 'bext', which claims 1000000 bytes from byte 44");
        byte[] zero = plain.clone();
        Arrays.fill(zero, 36, 40, (byte) 0);
        assertThatThrownBy(() -> AudioClip.read(write("b.wav", zero))).hasMessageContaining("at byte 36: no chunk");
        byte[] early = Arrays.copyOf(plain, 12 + 8);
        ByteBuffer.wrap(early).put(12, latin("data"));
        assertThatThrownBy(() -> AudioClip.read(write("c.wav", early))).hasMessageContaining("before their format");
    }

    @Test
    void tagsBeforeFlac_mayBeSeveralAndHaveAFooter() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(latin("ID3\u0004\u0000\u0010\u0000\u0000\u0001\u0000"));
        out.write(new byte[128 + 10]);
        out.write(latin("ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0001x"));
        out.write(Files.readAllBytes(copy("plain.flac")));
        assertThat(AudioClip.read(write("a.flac", out.toByteArray())).length()).isEqualTo(4001);
        Path cut = write("cut.flac", latin("ID3\u0003\u0000\u0000\u0000\u0000\u0001\u0000abc"));
        assertThatThrownBy(() -> AudioClip.read(cut)).hasMessageContaining("inside its ID3 tag");
    }
}
