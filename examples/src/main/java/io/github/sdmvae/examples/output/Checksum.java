/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Knows files again by what is in them. */
public final class Checksum {
    private Checksum() {}

    /**
     * Of one file.
     *
     * @param file whose contents count, not its name
     * @return name of the algorithm and 64 digits
     * @throws IOException if it cannot be read
     */
    public static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        update(digest, file);
        return "SHA-256 " + HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Of recordings in their order.
     *
     * @param files whose names and contents count
     * @return how many there are, name of the algorithm and 16 digits
     * @throws IOException if one cannot be read
     */
    public static String of(List<Path> files) throws IOException {
        MessageDigest digest = sha256();
        for (Path file : files) {
            digest.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
            update(digest, file);
        }
        return files.size() + " recordings, SHA-256 " + HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
