/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system in memory with a size limit, for tests; where it cannot be made (no Linux, not root) they skip. */
final class SmallDisk implements AutoCloseable {
    private final Path store;
    private final Path folder;

    private SmallDisk(Path store, Path folder) {
        this.store = store;
        this.folder = folder;
    }

    /** Mounts the disk beside the folder and shows it in the folder. */
    static SmallDisk mount(Path folder, int kilobytes) throws IOException {
        Path store = Files.createDirectories(folder.resolveSibling("store"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "tmpfs", store.toString());
        assumeTrue(mounted, "a small file system cannot be mounted here");
        SmallDisk disk = new SmallDisk(store, folder);
        disk.show();
        return disk;
    }

    private void show() {
        assumeTrue(run("mount", "--bind", store.toString(), folder.toString()), "cannot mount in a second place");
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Path filler() {
        return folder.resolve("somebody-elses-file");
    }

    /** Leaves no byte free. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(filler())) {
            byte[] kilobyte = new byte[1024];
            while (true) {
                out.write(kilobyte);
            }
        } catch (IOException e) {
            // Full, as wanted.
        }
    }

    void empty() throws IOException {
        Files.delete(filler());
    }

    /** A mount with a file open for writing, such as the lock, stays as it is: a new one takes its place. */
    void makeReadOnly() {
        unplug();
        show();
        assumeTrue(run("mount", "-o", "remount,bind,ro", folder.toString()), "cannot remount read-only");
    }

    void makeWritable() {
        unplug();
        show();
    }

    /** The disk goes away. */
    void unplug() {
        assumeTrue(run("umount", "-l", folder.toString()), "cannot unmount");
    }

    @Override
    public void close() {
        run("umount", "-l", folder.toString());
        run("umount", "-l", store.toString());
    }
}
