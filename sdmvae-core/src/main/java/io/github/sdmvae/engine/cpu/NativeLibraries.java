/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.EngineUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * Why the native libraries could not be loaded. JavaCPP unpacks them into a folder of its own before it loads them, and
 * reports the same error whether there are none for the platform, the folder cannot be written to, or the system does not
 * take them.
 */
public final class NativeLibraries {
    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final String PLATFORMS = "linux-x86_64, linux-arm64, macosx-x86_64, macosx-arm64 and windows-x86_64";

    private NativeLibraries() {}

    /**
     * Tells the causes apart.
     *
     * @param error what loading them threw
     * @return what to throw instead
     */
    public static EngineUnavailableException failure(Throwable error) {
        String platform = Loader.getPlatform();
        if (!isOnClassPath(platform)) {
            return new EngineUnavailableException(
                    String.format(
                            Locale.ROOT,
                            "there are no native libraries of OpenBLAS for %s on the class path; there are natives for %s, as"
                                    + " jars with that classifier",
                            platform,
                            PLATFORMS),
                    error);
        }
        String trouble = troubleWithCache();
        return new EngineUnavailableException(
                trouble == null
                        ? "the native libraries of OpenBLAS or ND4J for " + platform + " could not be loaded: "
                                + rootOf(error)
                        : trouble,
                error);
    }

    private static boolean isOnClassPath(String platform) {
        String file = "/org/bytedeco/openblas/" + platform + "/" + System.mapLibraryName("jniopenblas");
        return NativeLibraries.class.getResource(file) != null;
    }

    /** Null if there is none: then the reason lies elsewhere. */
    private static @Nullable String troubleWithCache() {
        List<String> useless = new ArrayList<>();
        for (String folder : candidates()) {
            boolean exists = Files.isDirectory(Path.of(folder));
            if (isWritable(folder)) {
                return null;
            }
            useless.add(folder);
            if (exists) {
                break; // JavaCPP takes the first that exists, whether or not it can be written to.
            }
        }
        return "the native libraries must be unpacked into a folder before they can be loaded, and "
                + String.join(" and ", useless) + " cannot be written to; name one that can with -D" + PROPERTY
                + "=DIR (about 100 MB)";
    }

    private static boolean isWritable(String folder) {
        try {
            Path made = Files.createDirectories(Path.of(folder));
            Files.delete(Files.createTempFile(made, "sdmvae", ".tmp"));
            return true;
        } catch (IOException | InvalidPathException | SecurityException e) {
            return false;
        }
    }

    /** Where JavaCPP looks, in its order. */
    private static List<String> candidates() {
        String given = System.getProperty(PROPERTY);
        List<String> folders = new ArrayList<>();
        if (given != null) {
            folders.add(given);
        }
        folders.add(System.getProperty("user.home") + "/.javacpp/cache/");
        folders.add(System.getProperty("java.io.tmpdir") + "/.javacpp-" + System.getProperty("user.name") + "/cache/");
        return folders;
    }

    private static String rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage() == null ? root : root.getMessage());
    }
}
