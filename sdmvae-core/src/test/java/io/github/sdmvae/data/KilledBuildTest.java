/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds in a Java of their own that end by violence. */
class KilledBuildTest {
    private static final int WIDTH = 512;
    private static final int PIECES = 24;
    private static final int PIECE_ROWS = 512;

    @TempDir
    Path folder;

    /** Says on its output when a build begins, then builds caches of ever new keys until it is killed. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        int first = Integer.parseInt(args[1]);
        System.out.println("ready");
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            int number = first + i;
            FrameCache.openOrBuild(file, key(number), WIDTH, writer -> write(writer, number));
        }
    }

    private static CacheKey key(int number) {
        return CacheKey.of(Map.of("number", String.valueOf(number)), Map.of());
    }

    private static void write(FrameCacheWriter writer, int number) throws IOException {
        for (int i = 0; i < PIECES; i++) {
            float[] rows = new float[PIECE_ROWS * WIDTH];
            java.util.Arrays.fill(rows, number);
            writer.write("piece " + i, rows);
        }
    }

    private Process start(List<String> prefix, int first, int builds) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledBuildTest.class.getName(),
                folder.resolve("cache.npy").toString(),
                String.valueOf(first),
                String.valueOf(builds)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private void killSome(int kills, long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < kills; i++) {
            Process child = start(List.of(), 1000 * (i + 1), 1000);
            assertThat(child.getInputStream().read()).isEqualTo('r');
            TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
            child.destroyForcibly().waitFor();
            requireWholeOrNone();
        }
    }

    private void requireWholeOrNone() throws IOException {
        Path file = folder.resolve("cache.npy");
        if (Files.exists(file)) {
            FrameCache cache = FrameCache.open(file);
            cache.verify();
            assertThat(cache.size()).isEqualTo(PIECES * PIECE_ROWS);
            float[] row = new float[WIDTH];
            cache.read(cache.size() - 1, row, 0);
            assertThat(cache.key()).isEqualTo(key((int) row[0]));
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void killedBuilds_leaveWholeCachesOrNone() throws Exception {
        killSome(4, 1);
        FrameCache.openOrBuild(folder.resolve("cache.npy"), key(1), WIDTH, writer -> write(writer, 1));
        assertThat(names()).containsExactly(".cache.npy.lock", "cache.npy");
        requireWholeOrNone();
    }

    @Test
    @Tag("slow")
    void manyKilledBuilds_leaveWholeCachesOrNone() throws Exception {
        killSome(60, 2);
        FrameCache.openOrBuild(folder.resolve("cache.npy"), key(1), WIDTH, writer -> write(writer, 1));
        assertThat(names()).containsExactly(".cache.npy.lock", "cache.npy");
    }

    /** A limit on the size of files stands for a full disk: the same call fails. */
    @Test
    void buildThatRunsOutOfSpace_saysSoAndLeavesNothing() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash to limit the size of files");
        Process child = start(List.of("/bin/bash", "-c", "ulimit -f 10000; exec \"$@\"", "bash"), 1, 1);
        String output = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(child.waitFor()).isEqualTo(1);
        assertThat(output).contains("cache.npy: the frame cache could not be built: File too large");
        assertThat(names()).containsExactly(".cache.npy.lock");
    }

    @Test
    void buildersOfTwoProcesses_takeTurns() throws Exception {
        List<Process> children = List.of(start(List.of(), 1, 6), start(List.of(), 1, 6));
        for (Process child : children) {
            String output = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(output.strip()).isEqualTo("ready");
            assertThat(child.waitFor()).isZero();
        }
        assertThat(names()).containsExactly(".cache.npy.lock", "cache.npy");
        requireWholeOrNone();
    }
}
