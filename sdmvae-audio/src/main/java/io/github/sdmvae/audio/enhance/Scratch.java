/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The scratch files of one recording; all vanish together. */
final class Scratch implements AutoCloseable {
    private final Path folder;
    private final List<ScratchFile> files = new ArrayList<>();

    Scratch(Path folder) {
        this.folder = folder;
    }

    /** A further file. */
    ScratchFile file() throws IOException {
        ScratchFile file = new ScratchFile(folder);
        files.add(file);
        return file;
    }

    /** Refuses before the work begins what would not fit the disk. */
    void requireRoom(long bytes) throws IOException {
        long room = Files.getFileStore(folder).getUsableSpace();
        if (room < bytes) {
            throw new IOException("taking it apart needs " + bytes / (1 << 20) + " MB of disk for a while in " + folder
                    + ", where " + room / (1 << 20) + " MB are free: make room, or let the result go to another disk");
        }
    }

    @Override
    public void close() throws IOException {
        for (ScratchFile file : files) {
            file.close();
        }
    }
}
