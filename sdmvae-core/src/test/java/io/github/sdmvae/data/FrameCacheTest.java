/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sdmvae.file.FileFormatException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameCacheTest {
    private static final int WIDTH = 7;
    private static final CacheKey KEY = CacheKey.of(Map.of("hop", "256"), Map.of("a", "1", "b", "1", "c", "1"));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("train.npy");
    }

    /** Any bits but those of NaN and infinity: −0 and denormals too. */
    private static float[] values(int rows, long seed) {
        Random random = new Random(seed);
        float[] values = new float[rows * WIDTH];
        for (int i = 0; i < values.length; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            values[i] = Float.isFinite(value) ? value : -0.0f;
        }
        return values;
    }

    private static void standard(FrameCacheWriter writer) throws IOException {
        writer.write("a", values(30, 1));
        writer.skip("b", "b: is silent");
        writer.write("c", values(1, 2));
    }

    private FrameCache standard() throws IOException {
        return FrameCache.openOrBuild(file, KEY, WIDTH, FrameCacheTest::standard);
    }

    private Reason reason(CacheKey key) {
        return catchThrowableOfType(FrameCacheException.class, () -> FrameCache.open(file, key))
                .reason();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void rows_readBack_bitForBit() throws IOException {
        standard();
        // Segments of the least size, of some rows, and one for all.
        for (long segment : new long[] {1, 5 * 4 * WIDTH, 16 * 4 * WIDTH, 1L << 30}) {
            FrameCache cache = FrameCache.open(file, segment);
            assertThat(cache.size()).isEqualTo(31);
            assertThat(cache.width()).isEqualTo(WIDTH);
            float[] all = new float[31 * WIDTH];
            for (int i = 30; i >= 0; i--) {
                cache.read(i, all, i * WIDTH);
            }
            assertThat(Arrays.copyOf(all, 30 * WIDTH)).isEqualTo(values(30, 1));
            assertThat(Arrays.copyOfRange(all, 30 * WIDTH, 31 * WIDTH)).isEqualTo(values(1, 2));
        }
    }

    @Test
    void contents_nameWhatEachInputGave() throws IOException {
        assertThat(standard().contents())
                .containsExactly(
                        new FrameCache.Content("a", 0, 30, ""),
                        new FrameCache.Content("b", 30, 0, "b: is silent"),
                        new FrameCache.Content("c", 30, 1, ""));
        assertThat(standard().key()).isEqualTo(KEY);
        assertThat(standard().description()).isEqualTo("cache train.npy (key " + KEY.fingerprint() + "), 31 rows of 7");
    }

    @Test
    void file_isNpy() throws IOException {
        standard();
        byte[] bytes = Files.readAllBytes(file);
        byte[] array = Arrays.copyOf(bytes, 4096 + 4 * 31 * WIDTH);
        Path plain = Files.write(folder.resolve("plain.npy"), array);
        Frames frames = Frames.readNpy(plain);
        assertThat(frames.size()).isEqualTo(31);
        assertThat(frames.row(30)).isEqualTo(values(1, 2));
    }

    @Test
    void read_outOfRange_isRefused() throws IOException {
        FrameCache cache = standard();
        for (int index : new int[] {-1, 31, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> cache.read(index, new float[WIDTH], 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> cache.read(0, new float[WIDTH], 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void openOrBuild_ofTheSameKey_buildsOnce() throws IOException {
        standard();
        FrameCache again = FrameCache.openOrBuild(file, KEY, WIDTH, writer -> {
            throw new IOException("must not be asked");
        });
        assertThat(again.size()).isEqualTo(31);
    }

    @Test
    void open_ofAnotherKey_saysWhatChanged() throws IOException {
        standard();
        CacheKey key = CacheKey.of(
                Map.of("hop", "128", "trim", "30"), Map.of("a", "1", "b", "2", "d", "1", "e", "1", "f", "1", "g", "1"));
        assertThatThrownBy(() -> FrameCache.open(file, key))
                .isInstanceOf(FrameCacheException.class)
                .hasMessageContaining("hop was 256 and is 128; trim was not set and is 30; "
                        + "4 inputs added (d, e, f, …); 1 input removed (c); 1 input changed (b)")
                .hasMessageContaining("build it again");
        assertThat(reason(key)).isEqualTo(Reason.STALE);
        FrameCache rebuilt = FrameCache.openOrBuild(file, key, WIDTH, writer -> writer.write("a", values(2, 3)));
        assertThat(rebuilt.size()).isEqualTo(2);
    }

    @Test
    void fingerprint_differsWithEveryPart() {
        assertThat(Stream.of(
                                KEY,
                                CacheKey.of(Map.of("hop", "25"), Map.of("6a", "1", "b", "1", "c", "1")),
                                CacheKey.of(Map.of("hop", "256"), Map.of()),
                                CacheKey.of(Map.of(), Map.of("hop", "256")))
                        .map(CacheKey::fingerprint))
                .doesNotHaveDuplicates();
    }

    @Test
    void stamp_differsWithSizeAndTime() throws IOException {
        Path input = Files.writeString(folder.resolve("a"), "12");
        String stamp = CacheKey.stamp(input);
        assertThat(CacheKey.stamp(input)).isEqualTo(stamp);
        Files.setLastModifiedTime(input, java.nio.file.attribute.FileTime.fromMillis(1));
        assertThat(CacheKey.stamp(input)).isNotEqualTo(stamp).isEqualTo("2 bytes of 1970-01-01T00:00:00.001Z");
        assertThatThrownBy(() -> CacheKey.stamp(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void open_ofNothing_saysToBuild() {
        assertThatThrownBy(() -> FrameCache.open(file))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("build it first");
    }

    @Test
    void truncated_atAnyLength_isRefusedAndBuiltAgain() throws IOException {
        standard();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += length < 4900 ? 97 : 1) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(reason(KEY)).as("cut to %d bytes", length).isEqualTo(Reason.TRUNCATED);
        }
        assertThat(standard().size()).isEqualTo(31);
        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void damaged_inAnyByteOfHeaderOrFooter_isRefused() throws IOException {
        standard();
        byte[] whole = Files.readAllBytes(file);
        int footer = 4096 + 4 * 31 * WIDTH;
        for (int i = 0; i < whole.length; i = i == 4095 ? footer : i + (i < 4095 ? 15 : 1)) {
            byte[] bytes = whole.clone();
            bytes[i] ^= 0x11;
            Files.write(file, bytes);
            assertThatThrownBy(() -> FrameCache.open(file))
                    .as("byte %d", i)
                    .isInstanceOf(FrameCacheException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void footerOfTheWrongTypes_isDamage() throws IOException {
        standard();
        byte[] whole = Files.readAllBytes(file);
        for (String member : List.of("rows", "width", "rowsCrc32", "settings", "inputs", "contents", "name", "hop")) {
            for (String value : List.of("{}", "[[]]", "true", "null", "1e999999999")) {
                Files.write(file, withFooter(whole, member, value));
                FrameCacheException failure =
                        catchThrowableOfType(FrameCacheException.class, () -> FrameCache.open(file));
                boolean fits = value.equals("{}")
                        ? member.equals("settings") || member.equals("inputs")
                        : (member.equals("name") || member.equals("hop")) && value.matches("true|1e.*");
                if (!fits) {
                    assertThat(failure.reason()).as("%s = %s", member, value).isEqualTo(Reason.DAMAGED);
                    assertThat(failure).hasMessageContaining(member);
                }
            }
        }
    }

    /** The cache with another value in the first member of that name, checksum and length as they belong. */
    private static byte[] withFooter(byte[] whole, String member, String value) {
        ByteBuffer end = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int length = end.getInt(whole.length - 24);
        int start = whole.length - 24 - length;
        String json = new String(whole, start, length, StandardCharsets.UTF_8);
        byte[] changed = json.replaceFirst("\"" + member + "\":", "\"" + member + "\":" + value + ",\"instead\":")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer made = ByteBuffer.allocate(start + changed.length + 24).order(ByteOrder.LITTLE_ENDIAN);
        made.put(whole, 0, start).put(changed).putInt(changed.length).putInt(1).putInt(0);
        CRC32 crc = new CRC32();
        crc.update(whole, 0, 4096);
        crc.update(made.array(), start, changed.length + 12);
        made.putInt((int) crc.getValue()).put(whole, whole.length - 8, 8);
        return made.array();
    }

    @Test
    void damagedRows_areFoundByVerify() throws IOException {
        standard().verify();
        byte[] bytes = Files.readAllBytes(file);
        bytes[4096 + 100] ^= 1;
        Files.write(file, bytes);
        FrameCache cache = FrameCache.open(file, KEY);
        assertThatThrownBy(cache::verify).hasMessageContaining("checksum of its rows");
    }

    @Test
    void newerAndForeignFiles_areRefusedAndKept() throws IOException {
        standard();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 20] = 2;
        Files.write(file, bytes);
        assertThat(reason(KEY)).isEqualTo(Reason.NEWER);
        assertThatThrownBy(this::standard).hasMessageContaining("format version 2");
        try (OutputStream out = Files.newOutputStream(file)) {
            NpyArray.of(values(3, 1), 3, WIDTH).write(out);
        }
        assertThat(reason(KEY)).isEqualTo(Reason.FOREIGN);
        Files.writeString(file, "my notes");
        assertThat(reason(KEY)).isEqualTo(Reason.FOREIGN);
        assertThatThrownBy(this::standard).hasMessageContaining("not a frame cache");
        assertThat(file).hasContent("my notes");
    }

    @Test
    void build_thatFails_leavesTheEarlierCacheAndNoLitter() throws IOException {
        standard();
        byte[] before = Files.readAllBytes(file);
        CacheKey other = CacheKey.of(Map.of("hop", "1"), Map.of());
        assertThatThrownBy(() -> FrameCache.openOrBuild(file, other, WIDTH, writer -> {
                    writer.write("a", values(1000, 1));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": the frame cache could not be built: No space left on device");
        assertThatThrownBy(() -> FrameCache.openOrBuild(file, other, WIDTH, writer -> {
                    throw new IllegalStateException("cancelled");
                }))
                .hasMessage("cancelled");
        assertThatThrownBy(() -> FrameCache.openOrBuild(file, other, WIDTH, writer -> {}))
                .hasMessageContaining("no rows");
        assertThat(names()).containsExactly(".train.npy.lock", "train.npy");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void build_deletesWhatKilledOnesLeft() throws IOException {
        Files.writeString(folder.resolve(".train.npy.build-1.tmp"), "half");
        Files.writeString(folder.resolve(".test.npy.build-1.tmp"), "another cache's");
        standard();
        assertThat(names()).containsExactly(".test.npy.build-1.tmp", ".train.npy.lock", "train.npy");
    }

    @Test
    void writer_refusesRowsThatDoNotFit() {
        assertThatThrownBy(() -> FrameCache.openOrBuild(file, KEY, WIDTH, w -> w.write("a", new float[WIDTH + 1])))
                .hasMessageContaining("a: rows must be of 7 values");
        assertThatThrownBy(() -> FrameCache.openOrBuild(file, KEY, WIDTH, w -> w.write("a", new float[0])))
                .hasMessageContaining("got 0 values");
        float[] bad = new float[3 * WIDTH];
        bad[WIDTH + 2] = Float.NaN;
        assertThatThrownBy(() -> FrameCache.openOrBuild(file, KEY, WIDTH, w -> w.write("a", bad)))
                .hasMessageContaining("row 1 column 2 is NaN");
        assertThatThrownBy(() -> FrameCache.openOrBuild(file, KEY, 0, w -> {})).hasMessageContaining("got 0");
    }

    @Test
    void buildersAtOnce_buildOnce() {
        AtomicInteger builds = new AtomicInteger();
        List<Integer> sizes = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> buildSlowly(builds).size())
                .toList();
        assertThat(sizes).hasSize(8).containsOnly(31);
        assertThat(builds).hasValue(1);
    }

    private FrameCache buildSlowly(AtomicInteger builds) {
        try {
            return FrameCache.openOrBuild(file, KEY, WIDTH, writer -> {
                builds.incrementAndGet();
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                standard(writer);
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void readersAtOnce_getTheirRows() throws IOException {
        FrameCache.openOrBuild(file, KEY, WIDTH, writer -> writer.write("a", values(5000, 4)));
        FrameCache cache = FrameCache.open(file, 1000);
        float[] expected = values(5000, 4);
        boolean same = IntStream.range(0, 8).parallel().allMatch(t -> {
            Random random = new Random(t);
            float[] row = new float[WIDTH];
            return random.ints(50_000, 0, 5000).allMatch(i -> {
                cache.read(i, row, 0);
                return Arrays.equals(row, 0, WIDTH, expected, i * WIDTH, (i + 1) * WIDTH);
            });
        });
        assertThat(same).isTrue();
    }
}
