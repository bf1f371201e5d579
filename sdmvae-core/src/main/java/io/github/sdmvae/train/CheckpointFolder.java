/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.file.LockFile;
import io.github.sdmvae.train.CheckpointException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a run: finds the newest readable checkpoint, keeps the last few, keeps other trainers out. */
final class CheckpointFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
    private static final String NAME = "checkpoint-[0-9]{12,19}\\.sdmvae";
    private static final String BEST = "best.sdmvae";
    private static final String LOCK = "checkpoints.lock";
    private static final String UNREADABLE = ".unreadable";

    /**
     * A checkpoint and where it was found.
     *
     * @param file where
     * @param checkpoint what it holds
     */
    record Found(Path file, Checkpoint checkpoint) {}

    /** Writes a file. */
    @FunctionalInterface
    interface Writer {
        void write(Path file) throws IOException;
    }

    private final Path folder;
    private final int keepLast;
    private final LockFile lock;
    private final Set<Path> ours = new HashSet<>();
    private boolean relocked;

    private CheckpointFolder(Path folder, int keepLast, LockFile lock) throws IOException {
        this.folder = folder;
        this.keepLast = keepLast;
        this.lock = lock;
        ours.addAll(list());
    }

    /** Locks the folder and cleans it of what killed processes left. */
    static CheckpointFolder open(Checkpoints options) {
        Path folder = options.folder();
        try {
            Files.createDirectories(folder);
            LockFile lock = LockFile.take(folder.resolve(LOCK));
            try {
                int deleted = AtomicFile.deleteLeftovers(folder, CheckpointFolder::isOurs);
                LOG.debug("{}: {} unfinished files deleted", folder, deleted);
                return new CheckpointFolder(folder, options.keepLast(), lock);
            } catch (IOException e) {
                lock.close();
                throw e;
            }
        } catch (LockFile.HeldException e) {
            throw new CheckpointException(
                    Reason.LOCKED, folder + ": another training is using this folder (" + e.holder() + ")", e);
        } catch (IOException e) {
            throw new CheckpointException(
                    Reason.FOLDER, folder + ": cannot keep checkpoints in this folder: " + reasonOf(e), e);
        }
    }

    private static String reasonOf(IOException e) {
        boolean named = e instanceof FileSystemException f && f.getReason() != null;
        return named ? ((FileSystemException) e).getReason() : describe(e);
    }

    private static String describe(IOException e) {
        return e instanceof AccessDeniedException ? "access is denied" : e.toString();
    }

    private static boolean isOurs(String name) {
        return name.matches(NAME) || name.equals(BEST);
    }

    boolean isEmpty() {
        return ours.isEmpty();
    }

    Path best() {
        return folder.resolve(BEST);
    }

    /** Where a checkpoint goes: digits enough for the names' order to be the steps' order. */
    Path fileAt(long stepsDone) {
        return folder.resolve(String.format(Locale.ROOT, "checkpoint-%012d.sdmvae", stepsDone));
    }

    /**
     * The name of the engine that the run in a folder was made with. Only looks: what cannot be read is left to
     * {@link #newest}, which says why.
     *
     * @return empty if there is no checkpoint, or none of which it can be told
     */
    static Optional<String> engine(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            for (Path file : list(folder)) {
                try {
                    return Optional.of(CheckpointFile.engineOf(file));
                } catch (FileFormatException e) {
                    LOG.debug("{}: cannot tell the engine", file, e);
                }
            }
        } catch (IOException e) {
            LOG.debug("{}: cannot tell the engine", folder, e);
        }
        return Optional.empty();
    }

    /** All checkpoints, the newest first. */
    private List<Path> list() throws IOException {
        return list(folder);
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                if (file.getFileName().toString().matches(NAME)) {
                    files.add(file);
                }
            }
        }
        files.sort(Comparator.comparing((Path file) -> file.getFileName().toString())
                .reversed());
        return files;
    }

    /**
     * The newest checkpoint that is whole. Newer ones that are proven to be damaged are renamed, so that they do not count
     * as newest when the run has gone on from here. One that could not be read is left alone: the reason may pass, and
     * going on from an older one would lose what it holds.
     */
    Optional<Found> newest(CheckpointFile format) {
        FileFormatException last = null;
        try {
            for (Path file : list()) {
                try {
                    return Optional.of(new Found(file, read(file, format)));
                } catch (FileFormatException e) {
                    LOG.warn("passing over a damaged checkpoint: {}", e.getMessage());
                    last = e;
                    setAside(file);
                }
            }
        } catch (IOException e) {
            throw new CheckpointException(Reason.FOLDER, folder + ": cannot be searched: " + reasonOf(e), e);
        }
        if (last != null) {
            throw new CheckpointException(
                    Reason.UNREADABLE, folder + ": none of the checkpoints can be read: " + last.getMessage(), last);
        }
        return Optional.empty();
    }

    private static Checkpoint read(Path file, CheckpointFile format) throws FileFormatException {
        try {
            return format.read(file);
        } catch (FileFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(
                    Reason.INACCESSIBLE,
                    file + ": the checkpoint cannot be read now (" + reasonOf(e)
                            + "); it was left alone, mend the cause and resume",
                    e);
        }
    }

    private void setAside(Path file) throws IOException {
        Path renamed = file.resolveSibling(file.getFileName() + UNREADABLE);
        Files.move(file, renamed, StandardCopyOption.REPLACE_EXISTING);
        ours.remove(file);
    }

    /** Writes a checkpoint, then deletes the ones that are too many. */
    void store(Path file, Writer writer) throws IOException {
        relocked |= lock.renew();
        if (relocked) {
            requireNoOthers();
            relocked = false;
        }
        writer.write(file);
        ours.add(file);
        prune();
    }

    private void requireNoOthers() throws IOException {
        for (Path file : list()) {
            if (!ours.contains(file)) {
                throw new IOException(file + ": the folder now holds checkpoints of another training");
            }
        }
    }

    /** The new checkpoint is safe: that an old one cannot be deleted is no failure. */
    private void prune() {
        try {
            List<Path> files = list();
            for (Path file : files.subList(Math.min(keepLast, files.size()), files.size())) {
                Files.deleteIfExists(file);
                ours.remove(file);
            }
        } catch (IOException e) {
            LOG.warn("{}: cannot delete old checkpoints: {}", folder, e.toString());
        }
    }

    /** Deletes all files of a run, the lock last. */
    static void delete(Checkpoints options) throws IOException {
        Path folder = options.folder();
        try (CheckpointFolder open = open(options);
                DirectoryStream<Path> files = Files.newDirectoryStream(open.folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (isOurs(name.endsWith(UNREADABLE) ? name.substring(0, name.length() - UNREADABLE.length()) : name)) {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(folder.resolve(LOCK));
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{}: holds other files, too", folder);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("{}: cannot release the lock", folder, e);
        }
    }
}
