/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import com.google.gson.JsonObject;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.file.LockFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver's folder: the last two rounds, and a lock that keeps a second driver out and dies with its process. */
final class SgdFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SgdFolder.class);
    private static final String NAME = "round-[0-9]{9}\\.sdmvae";
    private static final int KEPT = 2;

    private final Path folder;
    private final JsonObject identity;
    private final LockFile lock;

    private SgdFolder(Path folder, JsonObject identity, LockFile lock) {
        this.folder = folder;
        this.identity = identity;
        this.lock = lock;
    }

    static SgdFolder open(Path folder, JsonObject identity) throws IOException {
        Files.createDirectories(folder);
        LockFile lock;
        try {
            lock = LockFile.take(folder.resolve("rounds.lock"));
        } catch (LockFile.HeldException e) {
            throw new IOException(folder + ": another training is using this folder (" + e.holder() + ")", e);
        }
        try {
            AtomicFile.deleteLeftovers(folder, name -> name.matches(NAME));
            return new SgdFolder(folder, identity, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** The newest round that is whole; null if there is none. A damaged one is set aside. */
    @Nullable
    SgdState newest() throws IOException {
        List<Path> files = files();
        for (Path file : files) {
            try {
                SgdState state = SgdFile.read(file, identity);
                LOG.info("going on from {}, epoch {}, step {}", file, state.epoch(), state.stepInEpoch());
                return state;
            } catch (FileFormatException e) {
                if (e.reason() != Reason.DAMAGED && e.reason() != Reason.TRUNCATED) {
                    throw e;
                }
                LOG.warn("passing over a damaged round: {}", e.getMessage());
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".unreadable"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!files.isEmpty()) {
            throw new IOException(folder + ": none of the rounds can be read; delete the folder to train anew");
        }
        return null;
    }

    /** Newest first: the digits make the order of names that of the rounds. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                if (String.valueOf(file.getFileName()).matches(NAME)) {
                    files.add(file);
                }
            }
        }
        files.sort(Collections.reverseOrder());
        return files;
    }

    void store(SgdState state) throws IOException {
        lock.renew();
        String name =
                String.format(Locale.ROOT, "round-%09d.sdmvae", state.costs().rounds());
        SgdFile.write(folder.resolve(name), identity, state);
        List<Path> files = files();
        for (Path old : files.subList(Math.min(KEPT, files.size()), files.size())) {
            Files.deleteIfExists(old);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
