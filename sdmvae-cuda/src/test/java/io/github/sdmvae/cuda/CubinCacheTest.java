/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CubinCacheTest {
    @TempDir
    private Path folder;

    /** Makes of a text its length and counts how often it was asked. */
    private static final class Counting implements Compiler {
        private final String version;
        private int times;

        Counting(String version) {
            this.version = version;
        }

        @Override
        public String version() {
            return version;
        }

        @Override
        public synchronized byte[] compile(String name, String text, String architecture) {
            times++;
            return (text.length() + architecture).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private final Counting compiler = new Counting("1");

    private byte[] get(KernelText text, String card, Compiler with) {
        return new CubinCache(folder).get(text, card, with);
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.toList();
        }
    }

    @Test
    void whatIsThere_isNotCompiledAgain_unlessTextCardOrCompilerAreOthers() throws IOException {
        byte[] first = get(KernelText.NOISE, "sm_90", compiler);
        assertThat(get(KernelText.NOISE, "sm_90", compiler)).isEqualTo(first);
        assertThat(compiler.times).isEqualTo(1);
        get(KernelText.NOISE, "sm_80", compiler);
        get(new KernelText("noise.cu", List.of("A=1")), "sm_90", compiler);
        get(KernelText.NOISE, "sm_90", new Counting("2"));
        assertThat(files()).hasSize(4).allMatch(file -> file.toString().endsWith(".cubin"));
    }

    @Test
    void damagedFile_isCompiledAnew() throws IOException {
        byte[] first = get(KernelText.NOISE, "sm_90", compiler);
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 32, bytes.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            assertThat(get(KernelText.NOISE, "sm_90", compiler)).isEqualTo(first);
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThat(get(KernelText.NOISE, "sm_90", compiler)).isEqualTo(first);
        assertThat(compiler.times).isEqualTo(6);
    }

    @Test
    void folderThatCannotBeMade_costsTheTimeOfCompiling() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        CubinCache cache = new CubinCache(file.resolve("below"));
        byte[] first = cache.get(KernelText.NOISE, "sm_90", compiler);
        assertThat(cache.get(KernelText.NOISE, "sm_90", compiler)).isEqualTo(first);
        assertThat(compiler.times).isEqualTo(2);
    }

    @Test
    void manyAtOnce_allGetTheSame_andLeaveNothingBehind() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<byte[]>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                all.add(() -> get(KernelText.NOISE, "sm_90", compiler));
            }
            byte[] expected = get(KernelText.NOISE, "sm_90", new Counting("1"));
            for (Future<byte[]> one : pool.invokeAll(all)) {
                assertThat(one.get()).isEqualTo(expected);
            }
        } finally {
            pool.shutdown();
        }
        assertThat(files()).hasSize(1);
    }
}
