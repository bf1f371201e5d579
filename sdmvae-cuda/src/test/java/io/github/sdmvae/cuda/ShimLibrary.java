/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The kernel texts compiled for the processor, with a pretended card around them: memory that starts as NaN and lies between
 * guards, launches that check number and types of their arguments. Needs g++; tests are skipped where there is none.
 */
final class ShimLibrary {
    private static final String COMPILER = "g++";
    private static final List<String> TEXTS = List.of(
            "layers.cu",
            "noise.cu",
            "update.cu",
            "likelihood.cu",
            "code.cu",
            "sequences.cu",
            "masks.cu",
            "time.cu",
            "atoms.cu",
            "mixture.cu");
    private static final List<String> ALL = Stream.of(List.of("device.cuh", "noise.cuh"), TEXTS, List.of("common.cu"))
            .flatMap(List::stream)
            .toList();
    /** With it the paper's size is compiled, too, which takes the compiler several times as long. */
    static final String PAPER = "shim.paper";

    /** Sizes of the common shape that are compiled here: NX, H1, KC, MC, H2, DICT, ACT. */
    private static final List<List<Integer>> SMALL = List.of(
            List.of(19, 11, 5, 5, 11, 0, 1),
            List.of(19, 11, 5, 5, 11, 0, 2),
            List.of(19, 11, 12, 5, 11, 1, 1),
            List.of(1, 1, 1, 1, 1, 0, 1));

    private static final List<List<Integer>> LARGE = List.of(
            List.of(513, 128, 32, 32, 128, 0, 1),
            List.of(513, 128, 64, 32, 128, 1, 1),
            List.of(257, 64, 24, 16, 64, 1, 1));

    private static final List<List<Integer>> COMMON = Boolean.getBoolean(PAPER)
            ? Stream.concat(SMALL.stream(), LARGE.stream()).toList()
            : SMALL;

    private static final List<String> NAMES = List.of("NX", "H1", "KC", "MC", "H2", "DICT", "ACT");

    private static String trouble = "not tried";

    private ShimLibrary() {}

    /** Loads it once; skips the test, saying why, where that cannot be. */
    static synchronized void require() {
        if (trouble.equals("not tried")) {
            trouble = "compiling them failed";
            trouble = load();
        }
        assertThat(trouble).isNotEqualTo("compiling them failed");
        Assumptions.assumeTrue(trouble.isEmpty(), () -> "kernels cannot run on the processor: " + trouble);
    }

    private static String load() {
        try {
            if (!run(List.of(COMPILER, "--version")).isEmpty()) {
                return "there is no " + COMPILER;
            }
            Path folder = Files.createDirectories(Path.of("target", "shim"));
            Path library = compile(folder, "all", TEXTS);
            System.load(library.toAbsolutePath().toString());
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Texts, put together as {@link KernelText} does for a card, but with the shim. */
    private static Path compile(Path folder, String name, List<String> texts) throws IOException {
        for (String file : ALL) {
            copy("/io/github/sdmvae/cuda/" + file, folder.resolve(file));
        }
        copy("/shim/shim.h", folder.resolve("shim.h"));
        copy("/shim/shim.cpp", folder.resolve("shim.cpp"));
        Files.writeString(
                folder.resolve(name + ".inc"),
                texts.stream().map(text -> "#include \"" + text + "\"\n").collect(Collectors.joining()) + common(),
                StandardCharsets.UTF_8);
        Path java = Path.of(System.getProperty("java.home"), "include");
        Path library = folder.resolve("lib" + name + ".so");
        List<String> command = new ArrayList<>(List.of(
                COMPILER,
                "-std=c++17",
                "-O1",
                "-ffp-contract=off",
                "-fPIC",
                "-shared",
                "-w",
                "-DTEXTS=\"" + name + ".inc\""));
        command.addAll(List.of(
                "-I" + folder,
                "-I" + java,
                "-I" + java.resolve("linux"),
                folder.resolve("shim.cpp").toString(),
                "-o",
                library.toString()));
        assertThat(run(command)).as("compiling %s", texts).isEmpty();
        return library;
    }

    /** Each size in a namespace of its own, its kernels known by their constants. */
    private static String common() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < COMMON.size(); i++) {
            all.append("namespace common").append(i).append(" {\n#undef SUFFIX\n");
            List<String> constants = new ArrayList<>();
            for (int j = 0; j < NAMES.size(); j++) {
                all.append("#undef " + NAMES.get(j) + "\n#define " + NAMES.get(j) + " "
                        + COMMON.get(i).get(j) + "\n");
                constants.add(NAMES.get(j) + "=" + COMMON.get(i).get(j));
            }
            all.append("#define SUFFIX \"").append(constants).append("\"\n#include \"common.cu\"\n}\n");
        }
        return all.toString();
    }

    /** Whether kernels with these constants are compiled here. */
    static boolean has(KernelText text) {
        return text.constants().isEmpty() || common().contains(text.constants().toString());
    }

    private static void copy(String resource, Path target) throws IOException {
        try (var in = ShimLibrary.class.getResourceAsStream(resource)) {
            if (in != null) {
                Files.write(target, in.readAllBytes());
            }
        }
    }

    /** Empty if the command ended well. */
    static String run(List<String> command) {
        try {
            Path log = Files.createTempFile("shim", ".log");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                if (!process.waitFor(5, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    return "no end in 5 minutes";
                }
                String said = Files.readString(log);
                return process.exitValue() == 0 ? "" : "ended with " + process.exitValue() + ": " + said;
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static native long allocate(long bytes);

    static native void free(long address);

    /** Whether threads and blocks run last to first from now on. */
    static native void backwards(boolean backwards);

    /** Bytes that nobody has freed. */
    static native long allocated();

    /** What was written outside of allocations since the last look; empty if nothing was. */
    static native String check();

    static native String launch(
            String name, int gridX, int gridY, int blockX, int blockY, int shared, ByteBuffer slots, String types);

    static native void product(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            long a,
            int lda,
            long b,
            int ldb,
            long c,
            int ldc);

    static native void copy(long to, long from, long bytes);

    static native void clear(long to, long bytes);

    static native ByteBuffer view(long address, long bytes);
}
