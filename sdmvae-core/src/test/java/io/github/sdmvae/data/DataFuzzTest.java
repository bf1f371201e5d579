/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.fuzz.ByteMutator;
import io.github.sdmvae.fuzz.FuzzReport;
import io.github.sdmvae.fuzz.FuzzTarget;
import io.github.sdmvae.fuzz.Fuzzer;
import io.github.sdmvae.images.Cifar10;
import io.github.sdmvae.images.IdxFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files of data; a long run with {@code mvn test -pl sdmvae-core -am -Dtest=DataFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.inputs=1000000}.
 */
class DataFuzzTest {
    private static final int INPUTS = 3000;

    @TempDir
    Path folder;

    private static void fuzz(String name, List<byte[]> seeds, FuzzTarget target) throws Exception {
        FuzzReport report = Fuzzer.run(name, seeds, new ByteMutator(), target, INPUTS);
        assertThat(report.findings()).isEmpty();
        assertThat(report.read()).as("inputs that are read").isPositive();
        assertThat(report.refused()).as("inputs that are refused").isPositive();
    }

    @Test
    void npy_answersAsDocumented() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        for (int[] shape : new int[][] {{2, 3}, {6}, {1, 2, 3}, {}}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            NpyArray.of(new float[shape.length == 0 ? 1 : 6], shape).write(out);
            seeds.add(out.toByteArray());
        }
        byte[] doubles =
                "\u0093NUMPY\u0002\u0000@\u0000\u0000\u0000{'descr': '<f8', 'fortran_order': False, 'shape': (1L, 2L), }  \n"
                        .getBytes(StandardCharsets.ISO_8859_1);
        seeds.add(ByteBuffer.allocate(doubles.length + 16).put(doubles).array());
        fuzz("npy", seeds, file -> 4L * NpyArray.read(file).toFloats().length);
    }

    private static byte[] idx(int magic, int... sizes) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + 24).putInt(magic);
        for (int size : sizes) {
            bytes.putInt(size);
        }
        return bytes.array();
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void idx_answersAsDocumented() throws Exception {
        byte[] images = idx(0x803, 2, 3, 4);
        byte[] labels = idx(0x801, 24);
        fuzz("idx-images", List.of(images, images, packed(images)), file -> {
            Frames frames = IdxFile.readImages(file);
            return 4L * frames.size() * frames.width();
        });
        fuzz("idx-labels", List.of(labels, labels, packed(labels)), file -> 4L * IdxFile.readLabels(file).length);
    }

    @Test
    void cifar_answersAsDocumented() throws Exception {
        byte[] images = new byte[2 * 3073];
        images[3073] = 9;
        fuzz(
                "cifar",
                List.of(images),
                file -> 4L * 3072 * Cifar10.read(file).frames().size());
    }

    @Test
    void cache_answersAsDocumented() throws Exception {
        Path file = folder.resolve("seed.npy");
        CacheKey key = CacheKey.of(Map.of("hop", "256"), Map.of("a", "1", "b", "1"));
        FrameCache.openOrBuild(file, key, 3, writer -> {
            writer.write("a", new float[] {1, 2, 3, 4, 5, 6});
            writer.skip("b", "b: is silent");
        });
        fuzz("cache", List.of(Files.readAllBytes(file)), damaged -> {
            FrameCache cache = FrameCache.open(damaged);
            float[] row = new float[cache.width()];
            for (int i = 0; i < cache.size(); i++) {
                cache.read(i, row, 0);
            }
            return 4L * cache.size() * cache.width();
        });
    }
}
