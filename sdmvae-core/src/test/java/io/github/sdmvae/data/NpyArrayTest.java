/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyArrayTest {
    @TempDir
    Path folder;

    private Path write(String dict, int version, byte[] data) throws IOException {
        byte[] header = (dict + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(12 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) header.length);
        } else {
            bytes.putInt(header.length);
        }
        bytes.put(header).put(data);
        return Files.write(folder.resolve("a.npy"), Arrays.copyOf(bytes.array(), bytes.position()));
    }

    @Test
    void rows_areWrittenToAFileWholeOrNotAtAll() throws IOException {
        Path file = folder.resolve("rows.npy");
        NpyArray.of(new float[][] {{1, 2, 3}, {4, 5, 6}}).write(file);
        assertThat(NpyArray.read(file).shape()).containsExactly(2, 3);
        assertThat(NpyArray.read(file).toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Frames.readNpy(file).row(1)).containsExactly(4, 5, 6);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
        assertThatThrownBy(() -> NpyArray.of(new float[][] {{1}, {2, 3}})).hasMessageContaining("row 1 has 2");
        assertThatThrownBy(() -> NpyArray.of(new float[0][])).hasMessageContaining("at least one");
        assertThatThrownBy(() -> NpyArray.of(new float[][] {{1}}).write(folder.resolve("none/a.npy")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none");
    }

    @Test
    void writtenArrays_areReadBack() throws IOException {
        for (int[] shape : new int[][] {{6}, {2, 3}, {1, 2, 3}, {0, 4}, {}}) {
            float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            for (int i = 0; i < values.length; i++) {
                values[i] = i - 0.5f;
            }
            Path file = folder.resolve("x.npy");
            try (var out = Files.newOutputStream(file)) {
                NpyArray.of(values, shape).write(out);
            }
            NpyArray read = NpyArray.read(file);
            assertThat(read.toFloats()).isEqualTo(values);
            assertThat(read.shape()).isEqualTo(Arrays.stream(shape).boxed().toList());
        }
    }

    @Test
    void largeArrays_areReadBack() throws IOException {
        float[] values = new float[200_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyArray.of(values, values.length).write(out);
        assertThat(NpyArray.read(new java.io.ByteArrayInputStream(out.toByteArray()), out.size())
                        .toFloats())
                .isEqualTo(values);
    }

    @Test
    void doublesAndLaterVersions_areRead() throws IOException {
        byte[] doubles = new byte[16];
        ByteBuffer.wrap(doubles).order(ByteOrder.LITTLE_ENDIAN).putDouble(1.5).putDouble(-2);
        for (int version = 1; version <= 3; version++) {
            Path file = write("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }", version, doubles);
            assertThat(NpyArray.read(file).toFloats()).containsExactly(1.5f, -2);
        }
    }

    @Test
    void otherContents_areRefusedByName() throws IOException {
        byte[] data = new byte[16];
        assertRefused("{'descr': '>f4', 'fortran_order': False, 'shape': (4,), }", data, "type must be <f4 or <f8");
        assertRefused("{'descr': '|O', 'fortran_order': False, 'shape': (4,), }", data, "type must be");
        assertRefused("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", data, "Fortran");
        assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (5,), }", data, "truncated");
        assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", data, "after the end");
        assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999), }", data, "too large");
        assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999,), }", data, "not valid");
        assertRefused("{'fortran_order': False, 'shape': (4,), }", data, "descr");
        assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000,), }", data, "truncated");
    }

    private void assertRefused(String dict, byte[] data, String message) throws IOException {
        Path file = write(dict, 1, data);
        assertThatThrownBy(() -> NpyArray.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.npy")
                .hasMessageContaining(message);
    }

    @Test
    void everyTruncation_isRefused() throws IOException {
        Path file = folder.resolve("x.npy");
        try (var out = Files.newOutputStream(file)) {
            NpyArray.of(new float[10], 2, 5).write(out);
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> NpyArray.read(file)).hasMessageContaining("truncated");
        }
    }

    /** What is too short to tell is truncated, what begins differently is something else. */
    @Test
    void shortFilesOfSomethingElse_areNotCalledTruncated() throws IOException {
        for (byte[] bytes : new byte[][] {{'a', 'b', 'c'}, {(byte) 0x93, 'N', 'O'}, {0}}) {
            Path file = Files.write(folder.resolve("a.npy"), bytes);
            assertThatThrownBy(() -> NpyArray.read(file))
                    .hasMessageContaining("a.npy")
                    .hasMessageContaining("not a .npy file");
        }
    }

    @Test
    void headersOfPython2_areRead() throws IOException {
        byte[] data = new byte[24];
        Path file = write("{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }", 1, data);
        assertThat(NpyArray.read(file).shape()).containsExactly(2, 3);
        assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (2LL, 3), }", data, "not valid");
    }

    @Test
    void finiteValuesBeyondFloats_areNotCalledInfinite() throws IOException {
        byte[] data = new byte[16];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putDouble(1).putDouble(1e300);
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }";
        assertRefused(header, data, "value 1 of the array, 1.0E300, is beyond the range");
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putDouble(8, Double.NEGATIVE_INFINITY);
        assertThat(NpyArray.read(write(header, 1, data)).toFloats()).containsExactly(1, Float.NEGATIVE_INFINITY);
        Path file = write(header, 1, data);
        assertThatThrownBy(() -> Frames.readNpy(file)).hasMessageContaining("column 1 is -Infinity");
    }

    @Test
    void shapeAgainstValues_isRefused() {
        assertThatThrownBy(() -> NpyArray.of(new float[5], 2, 3)).hasMessage("shape [2, 3] needs 6 values, got 5");
    }

    @Test
    void frames_comeFromArraysBuffersAndFiles() throws IOException {
        float[][] rows = {{1, 2}, {3, 4}, {5, 6}};
        Frames fromArrays = Frames.of(rows);
        Frames fromBuffer = Frames.of(FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6}), 2);
        Path file = folder.resolve("x.npy");
        try (var out = Files.newOutputStream(file)) {
            NpyArray.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2).write(out);
        }
        for (Frames frames : new Frames[] {fromArrays, fromBuffer, Frames.readNpy(file)}) {
            assertThat(frames.size()).isEqualTo(3);
            assertThat(frames.width()).isEqualTo(2);
            assertThat(frames.row(1)).containsExactly(3, 4);
            float[] target = new float[5];
            frames.read(2, target, 3);
            assertThat(target).containsExactly(0, 0, 0, 5, 6);
        }
        rows[0][0] = 99;
        assertThat(fromArrays.row(0)).containsExactly(1, 2);
    }

    @Test
    void badFrames_areRefusedWithTheirPlace() throws IOException {
        float[][] ragged = {{1, 2}, {3}};
        float[][] notANumber = {{1, 2}, {Float.NaN, 4}};
        assertThatThrownBy(() -> Frames.of(ragged)).hasMessageContaining("row 1 has 1");
        assertThatThrownBy(() -> Frames.of(notANumber)).hasMessage("values must be finite, row 1 column 0 is NaN");
        assertThatThrownBy(() -> Frames.of(new float[0][0])).hasMessageContaining("at least one row");
        assertThatThrownBy(() -> Frames.of(FloatBuffer.allocate(5), 2)).hasMessageContaining("5 values for width 2");
        Path file = write("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", 1, new byte[16]);
        assertThatThrownBy(() -> Frames.readNpy(file)).hasMessageContaining("2 dimensions");
        Path empty = write("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4), }", 1, new byte[0]);
        assertThatThrownBy(() -> Frames.readNpy(empty)).hasMessageContaining("no frames");
    }
}
