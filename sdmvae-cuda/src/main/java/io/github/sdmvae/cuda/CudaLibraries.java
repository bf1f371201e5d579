/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.EngineUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * What the engine takes from the machine: the driver, CUDA's runtime, cuBLAS and NVRTC. They are looked for as files first,
 * so that what is missing can be said without loading anything, and loaded from where they were found.
 */
final class CudaLibraries {
    /** Folders to look in before all others. */
    private static final String PROPERTY = "sdmvae.cuda.libraries";
    /** The version of the presets, the classes that call the libraries. */
    static final String PRESETS = "13.1-9.19-1.5.13";

    private static final int LEAST_DRIVER = 13_000;
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");

    /** In the order in which they need each other. */
    private enum Needed {
        DRIVER("libcuda.so.1", "nvcuda.dll", "no driver of NVIDIA: install one for CUDA 13, 580 or newer"),
        RUNTIME("libcudart.so.13", "cudart64_13.dll", "no CUDA runtime"),
        PRODUCTS_LT("libcublasLt.so.13", "cublasLt64_13.dll", "no cuBLAS"),
        PRODUCTS("libcublas.so.13", "cublas64_13.dll", "no cuBLAS"),
        COMPILER("libnvrtc.so.13", "nvrtc64_130_0.dll", "no NVRTC");

        private final String linux;
        private final String windows;
        private final String missing;

        Needed(String linux, String windows, String missing) {
            this.linux = linux;
            this.windows = windows;
            this.missing = missing;
        }

        String file() {
            return WINDOWS ? windows : linux;
        }
    }

    private final List<Path> folders;

    CudaLibraries(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** Those of this machine. */
    static CudaLibraries ofMachine() {
        return new CudaLibraries(places(System.getenv()));
    }

    /** What is missing, found without loading anything; empty if nothing is. */
    Optional<String> obstacle() {
        return onClassPath().or(this::onMachine);
    }

    private static Optional<String> onClassPath() {
        ClassLoader loader = CudaLibraries.class.getClassLoader();
        Optional<String> twice = conflict(versions(loader));
        if (twice.isPresent()) {
            return twice;
        }
        String platform = Loader.Detector.getPlatform();
        String natives = "org/bytedeco/cuda/" + platform + "/" + System.mapLibraryName("jnicudart");
        return loader.getResource(natives) == null
                ? Optional.of("there are no natives of CUDA's presets for " + platform
                        + " on the class path: add org.bytedeco:cuda:" + PRESETS
                        + " with the classifier linux-x86_64, linux-arm64 or windows-x86_64; there are no others")
                : Optional.empty();
    }

    /** Which presets are on the class path: ND4J's backend brings older ones, with the same class names. */
    private static Set<String> versions(ClassLoader loader) {
        Set<String> versions = new LinkedHashSet<>();
        try {
            for (URL url : Collections.list(loader.getResources("META-INF/maven/org.bytedeco/cuda/pom.properties"))) {
                Properties properties = new Properties();
                try (InputStream in = url.openStream()) {
                    properties.load(in);
                }
                versions.add(properties.getProperty("version", "unknown"));
            }
        } catch (IOException e) {
            versions.add("unreadable: " + e.getMessage());
        }
        return versions;
    }

    static Optional<String> conflict(Set<String> versions) {
        Set<String> others = new LinkedHashSet<>(versions);
        others.remove(PRESETS);
        if (others.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("the class path holds org.bytedeco:cuda in version " + String.join(" and ", others)
                + (versions.contains(PRESETS) ? " beside " + PRESETS : " instead of " + PRESETS)
                + ", whose classes have the same names. ND4J's CUDA backend (nd4j-cuda-11.6) brings 11.6, sdmvae-cuda"
                + " brings " + PRESETS + ": use one of the two");
    }

    private Optional<String> onMachine() {
        for (Needed needed : Needed.values()) {
            if (find(needed.file()).isEmpty()) {
                return Optional.of(needed.missing + " (" + needed.file() + " is in none of the " + folders.size()
                        + " folders looked in)" + (needed == Needed.DRIVER ? "" : remedy()));
            }
        }
        return Optional.empty();
    }

    private static String remedy() {
        return ": install CUDA 13, or take the libraries that PyTorch brings in site-packages/nvidia/cu13/lib; where"
                + " they are elsewhere, name the folder with -D" + PROPERTY + "=DIR";
    }

    private Optional<Path> find(String file) {
        return folders.stream()
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .findFirst();
    }

    /**
     * Loads all of them, and what calls them.
     *
     * @throws EngineUnavailableException if that fails
     */
    void load() {
        try {
            for (Needed needed : Needed.values()) {
                find(needed.file()).ifPresent(CudaLibraries::load);
            }
            find(Needed.COMPILER.file()).ifPresent(CudaLibraries::loadBuiltins);
            Loader.load(cudart.class);
            Loader.load(cublas.class);
            Loader.load(nvrtc.class);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new EngineUnavailableException("the libraries of CUDA could not be loaded: " + rootOf(e), e);
        }
        requireDriver();
    }

    private static void load(Path library) {
        try {
            System.load(library.toRealPath().toString());
        } catch (IOException e) {
            throw new EngineUnavailableException(library + " cannot be read", e);
        }
    }

    /** NVRTC asks for these by name alone, and would not find them beside itself everywhere. */
    private static void loadBuiltins(Path compiler) {
        Path folder = compiler.getParent();
        if (folder != null) {
            children(folder, "libnvrtc-builtins.so.13*").stream().limit(1).forEach(CudaLibraries::load);
        }
    }

    private static void requireDriver() {
        int[] version = new int[1];
        int code = cudart.cuDriverGetVersion(version);
        if (code == 0 && version[0] < LEAST_DRIVER) {
            throw new EngineUnavailableException(
                    String.format(
                            Locale.ROOT,
                            "the driver is too old: it speaks CUDA %d.%d, the engine needs 13.0 (driver 580 or newer)",
                            version[0] / 1000,
                            version[0] % 1000 / 10),
                    null);
        }
    }

    private static String rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage() == null ? root : root.getMessage());
    }

    /** Where libraries may be, as far as a look at files tells. */
    static List<Path> places(Map<String, String> environment) {
        Set<Path> all = new LinkedHashSet<>();
        addEach(all, System.getProperty(PROPERTY));
        addEach(all, environment.get(WINDOWS ? "PATH" : "LD_LIBRARY_PATH"));
        addEach(all, System.getProperty("java.library.path"));
        for (String home : List.of("CUDA_HOME", "CUDA_PATH")) {
            add(all, environment.get(home), "lib64");
            add(all, environment.get(home), "bin");
        }
        if (!WINDOWS) {
            usualPlaces(all);
        }
        for (String home : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            python(all, environment.get(home));
        }
        python(all, "/usr");
        python(all, "/usr/local");
        python(all, environment.getOrDefault("HOME", "") + "/.local");
        return new ArrayList<>(all);
    }

    private static void usualPlaces(Set<Path> all) {
        for (Path cuda : children(Path.of("/usr/local"), "cuda*")) {
            all.add(cuda.resolve("lib64"));
            children(cuda.resolve("targets"), "*").forEach(target -> all.add(target.resolve("lib")));
        }
        for (Path file : children(Path.of("/etc/ld.so.conf.d"), "*.conf")) {
            try {
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("/"))
                        .forEach(line -> all.add(Path.of(line.strip())));
            } catch (IOException e) {
                // One place less to look in.
            }
        }
        for (String folder : List.of(
                "/usr/lib/x86_64-linux-gnu",
                "/usr/lib/aarch64-linux-gnu",
                "/usr/lib64",
                "/usr/lib",
                "/usr/local/nvidia/lib64",
                "/usr/lib/wsl/lib",
                "/run/opengl-driver/lib")) {
            all.add(Path.of(folder));
        }
    }

    /** PyTorch's own. */
    private static void python(Set<Path> all, @Nullable String home) {
        if (home == null || home.isBlank()) {
            return;
        }
        for (String lib : List.of("lib", "lib64")) {
            for (Path python : children(Path.of(home, lib), "python3*")) {
                for (String packages : List.of("site-packages", "dist-packages")) {
                    all.add(python.resolve(packages)
                            .resolve("nvidia")
                            .resolve("cu13")
                            .resolve("lib"));
                }
            }
        }
    }

    private static void addEach(Set<Path> all, @Nullable String list) {
        if (list != null) {
            for (String folder : list.split(java.io.File.pathSeparator, -1)) {
                add(all, folder, "");
            }
        }
    }

    private static void add(Set<Path> all, @Nullable String folder, String below) {
        if (folder != null && !folder.isBlank()) {
            try {
                all.add(Path.of(folder, below));
            } catch (InvalidPathException e) {
                // Not a place to look in.
            }
        }
    }

    private static List<Path> children(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, pattern)) {
                all.forEach(found::add);
            } catch (IOException e) {
                return List.of();
            }
        }
        Collections.sort(found);
        Collections.reverse(found); // newer versions first
        return found;
    }
}
