/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this process holds. Steady only in a Java that touches its heap beforehand, see {@link #OPTIONS}.
 *
 * @param heap bytes in use after a collection
 * @param resident bytes of memory in use
 * @param threads of Java, alive
 * @param files open ones
 * @param maps entries of the memory map
 */
record ProcessMemory(long heap, long resident, long threads, long files, long maps) {
    static final Path PROC = Path.of("/proc/self");
    static final List<String> OPTIONS = List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:-UseDynamicNumberOfCompilerThreads");
    private static final Pattern SPACE = Pattern.compile(" ");

    static ProcessMemory now() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        String status = Files.readAllLines(PROC.resolve("status")).stream()
                .filter(l -> l.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        try (Stream<Path> open = Files.list(PROC.resolve("fd"));
                Stream<String> maps = Files.lines(PROC.resolve("maps"))) {
            return new ProcessMemory(
                    runtime.totalMemory() - runtime.freeMemory(),
                    Long.parseLong(status.replaceAll("\\D", "")) * 1024,
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    open.count(),
                    maps.count());
        }
    }

    ProcessMemory since(ProcessMemory earlier) {
        return new ProcessMemory(
                heap - earlier.heap,
                resident - earlier.resident,
                threads - earlier.threads,
                files - earlier.files,
                maps - earlier.maps);
    }

    /** For {@link #parse}. */
    String line() {
        return heap + " " + resident + " " + threads + " " + files + " " + maps;
    }

    static ProcessMemory parse(String line) {
        long[] n = SPACE.splitAsStream(line).mapToLong(Long::parseLong).toArray();
        return new ProcessMemory(n[0], n[1], n[2], n[3], n[4]);
    }
}
