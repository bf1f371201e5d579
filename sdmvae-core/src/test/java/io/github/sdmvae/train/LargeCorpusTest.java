/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corpora larger than the heap, trained in a Java of its own: memory stays flat over the epoch. */
class LargeCorpusTest {
    @TempDir
    Path folder;

    private String train(String heap, int rows) throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "resident memory is read from /proc");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeCorpus.class.getName(),
                        folder.resolve("large.npy").toString(),
                        String.valueOf(rows),
                        "16",
                        "8")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }

    private static long[] series(String output, String name) {
        Matcher matcher = Pattern.compile(name + " ([0-9,]+)").matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return Arrays.stream(matcher.group(1).split(",", -1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** After the first quarter of the epoch, when the code is compiled and everything allocated. */
    private static void requireFlat(String output) {
        long[] heap = series(output, "heap_mb");
        long[] anonymous = series(output, "anonymous_mb");
        for (int i = 2; i < 8; i++) {
            assertThat(heap[i] - heap[1]).as("heap: %s", output).isLessThanOrEqualTo(2);
            assertThat(anonymous[i] - anonymous[1]).as("memory: %s", output).isLessThanOrEqualTo(48);
        }
    }

    /** 82 MB, five times the heap. */
    @Test
    void corpusLargerThanHeap_trainsInFlatMemory() throws Exception {
        requireFlat(train("-Xmx16m", 40_000));
    }

    /** 656 MB. */
    @Test
    @Tag("slow")
    void corpusOfTenTimesTheHeap_trainsInFlatMemory() throws Exception {
        requireFlat(train("-Xmx64m", 320_000));
    }
}
