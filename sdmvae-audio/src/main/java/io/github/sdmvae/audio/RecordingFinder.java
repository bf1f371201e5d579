/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the recordings of a folder and all below, through symbolic links too. A link to a folder above it is passed over:
 * what it leads to is listed where it lies. A link to nothing is a recording that cannot be read if its name says so, and
 * an error otherwise: it may have been a folder of them.
 */
final class RecordingFinder extends SimpleFileVisitor<Path> {
    /** What names of recordings end in: the formats that {@link AudioClip#read} reads without help. */
    private static final List<String> ENDINGS = List.of(".wav", ".flac", ".sph", ".aif", ".aiff", ".au");

    private static final Logger LOG = LoggerFactory.getLogger(SpeechFolder.class);

    private final List<Path> files = new ArrayList<>();
    private boolean linked;

    private RecordingFinder() {}

    /**
     * What was found.
     *
     * @param files sorted by path
     * @param linked whether a link led to some of them: the same file may be there twice
     */
    record Found(List<Path> files, boolean linked) {}

    static Found find(Path folder) throws IOException {
        RecordingFinder finder = new RecordingFinder();
        try {
            Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, finder);
        } catch (LinkToNothing e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
        return new Found(finder.files.stream().sorted().toList(), finder.linked);
    }

    /** What to say of a folder that has none. */
    static IOException none(Path folder) {
        return new IOException(
                folder + ": there is no recording (" + String.join(", ", ENDINGS) + ") in this folder or below");
    }

    /** Where a link that leads nowhere is. */
    private static final class LinkToNothing extends IOException {
        private static final long serialVersionUID = 1;

        LinkToNothing(Path link) throws IOException {
            super(link + ": is a link to " + Files.readSymbolicLink(link)
                    + ", which does not exist: mount or copy what it should lead to, or remove it");
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        linked |= Files.isSymbolicLink(folder);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        boolean link = Files.isSymbolicLink(file);
        boolean leadsNowhere = attributes.isSymbolicLink();
        if (isRecording(file) && (attributes.isRegularFile() || leadsNowhere)) {
            files.add(file);
            linked |= link;
        } else if (leadsNowhere && !isHidden(file)) {
            throw new LinkToNothing(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof FileSystemLoopException) {
            LOG.debug("{}: is a link to a folder above it, passed over", file);
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private static String name(Path file) {
        Path last = file.getFileName();
        return last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    }

    /** Names that begin with a dot are parts of files being written, or a system's own. */
    private static boolean isHidden(Path file) {
        return name(file).startsWith(".");
    }

    private static boolean isRecording(Path file) {
        String name = name(file);
        return !isHidden(file) && ENDINGS.stream().anyMatch(name::endsWith);
    }
}
