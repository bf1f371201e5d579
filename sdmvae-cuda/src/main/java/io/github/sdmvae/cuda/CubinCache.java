/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled kernels on disk. A file's name is the digest of all that its content depends on, so that a changed text or
 * another compiler takes another file; it is written aside and renamed, so that of two processes one finds nothing or all of
 * it; and its content begins with its own digest, so that a damaged one is compiled anew. Where nothing can be written,
 * kernels are compiled every time.
 */
final class CubinCache {
    private static final Logger LOG = LoggerFactory.getLogger(CubinCache.class);
    private static final String PROPERTY = "sdmvae.cuda.cache";
    private static final int DIGEST = 32;

    private final Path folder;

    CubinCache(Path folder) {
        this.folder = folder;
    }

    /** In the folder that the system property names, else in the user's own for such things. */
    static CubinCache standard() {
        String named = System.getProperty(PROPERTY);
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return new CubinCache(named == null ? base.resolve("sdmvae").resolve("cuda") : Path.of(named));
    }

    byte[] get(KernelText text, String architecture, Compiler compiler) {
        String complete = text.complete();
        Path file = folder.resolve(HexFormat.of()
                        .formatHex(digest((compiler.version() + '\n' + architecture + '\n' + complete)
                                .getBytes(StandardCharsets.UTF_8)))
                + ".cubin");
        byte[] found = read(file);
        if (found != null) {
            return found;
        }
        long start = System.nanoTime();
        byte[] compiled = compiler.compile(text.file(), complete, architecture);
        LOG.debug("compiled {} for {} in {} ms", text.file(), architecture, (System.nanoTime() - start) / 1_000_000);
        write(file, compiled);
        return compiled;
    }

    private static byte @Nullable [] read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return null;
            }
            byte[] all = Files.readAllBytes(file);
            byte[] content = Arrays.copyOfRange(all, Math.min(DIGEST, all.length), all.length);
            boolean whole = all.length > DIGEST && Arrays.equals(digest(content), 0, DIGEST, all, 0, DIGEST);
            if (!whole) {
                LOG.warn("{} is damaged; its kernels are compiled anew", file);
            }
            return whole ? content : null;
        } catch (IOException e) {
            LOG.debug("{} cannot be read", file, e);
            return null;
        }
    }

    private void write(Path file, byte[] content) {
        Path aside = null;
        try {
            Files.createDirectories(folder);
            aside = Files.createTempFile(folder, "cubin", ".tmp");
            byte[] all = Arrays.copyOf(digest(content), DIGEST + content.length);
            System.arraycopy(content, 0, all, DIGEST, content.length);
            Files.write(aside, all);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("compiled kernels are not kept", e);
            discard(aside);
        }
    }

    private static void discard(@Nullable Path aside) {
        try {
            if (aside != null) {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            LOG.debug("{} is left behind", aside, e);
        }
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
