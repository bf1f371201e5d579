/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many rows at once, from every kind of source. */
class ManyRowsTest {
    private static final int SIZE = 300;
    private static final int WIDTH = 5;

    @TempDir
    static Path folder;

    private static float value(int row, int column) {
        return 100f * row + column;
    }

    private static float[] values() {
        float[] values = new float[SIZE * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(i / WIDTH, i % WIDTH);
        }
        return values;
    }

    /** A source of the user's own, which knows single reads alone. */
    private record Single(Frames frames) implements FrameSource {
        @Override
        public int size() {
            return frames.size();
        }

        @Override
        public int width() {
            return frames.width();
        }

        @Override
        public void read(int index, float[] target, int offset) {
            frames.read(index, target, offset);
        }
    }

    /** In segments of 64 rows: runs cross their borders. */
    private static FrameCache cache() throws IOException {
        Path file = folder.resolve("rows.npy");
        FrameCache.openOrBuild(file, CacheKey.of(Map.of(), Map.of()), WIDTH, writer -> writer.write("rows", values()));
        return FrameCache.open(file, 64 * WIDTH * 4);
    }

    static Stream<Arguments> sources() throws IOException {
        Frames frames = Frames.wrap(values(), WIDTH, "rows");
        return Stream.of(
                Arguments.of("default", new Single(frames)),
                Arguments.of("memory", frames),
                Arguments.of("cache", cache()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void anyRows_inTheirOrder(String name, FrameSource source) {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            int[] rows = round % 2 == 0
                    ? random.ints(40, 0, SIZE).toArray()
                    : runs(random, 90); // some of them across a border of segments, some repeated
            int first = random.nextInt(10);
            int count = random.nextInt(rows.length - first + 1);
            int offset = random.nextInt(4);
            float[] target = new float[offset + count * WIDTH + 3];
            int[] asked = rows.clone();
            source.read(rows, first, count, target, offset);
            assertThat(rows).isEqualTo(asked);
            assertThat(target).isEqualTo(expected(rows, first, count, offset, target.length));
        }
    }

    private static int[] runs(Random random, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            boolean on = i > 0 && rows[i - 1] + 1 < SIZE && random.nextInt(30) > 0;
            rows[i] = on ? rows[i - 1] + 1 : random.nextInt(SIZE);
        }
        return rows;
    }

    private static float[] expected(int[] rows, int first, int count, int offset, int length) {
        float[] expected = new float[length];
        for (int i = 0; i < count * WIDTH; i++) {
            expected[offset + i] = value(rows[first + i / WIDTH], i % WIDTH);
        }
        return expected;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void allRows_areOneCopy(String name, FrameSource source) {
        float[] target = new float[SIZE * WIDTH];
        source.read(IntStream.range(0, SIZE).toArray(), 0, SIZE, target, 0);
        assertThat(target).isEqualTo(values());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void whatDoesNotExist_isRefused(String name, FrameSource source) {
        float[] target = new float[3 * WIDTH];
        refused(() -> source.read(new int[] {1, 2, -1}, 0, 3, target, 0));
        refused(() -> source.read(new int[] {SIZE - 2, SIZE - 1, SIZE}, 0, 3, target, 0));
        refused(() -> source.read(new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE}, 0, 2, target, 0));
        refused(() -> source.read(new int[] {1, 2}, 1, 2, target, 0));
        refused(() -> source.read(new int[] {1, 2}, 0, -1, target, 0));
        refused(() -> source.read(new int[] {1, 2, 3}, 0, 3, target, 1));
        refused(() -> source.read(new int[] {1, 2, 3}, 0, 3, target, -1));
        source.read(new int[] {1, 2}, 2, 0, target, 3 * WIDTH);
    }

    private static void refused(Runnable read) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(read::run);
    }
}
