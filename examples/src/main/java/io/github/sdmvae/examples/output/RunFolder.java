/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.output;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a table that is made in many steps, each of which leaves its result in a file, so that the same command goes
 * on where it was. It knows what it was made with and refuses other settings. One process at a time: the lock is the
 * operating system's and dies with the process.
 */
public final class RunFolder implements AutoCloseable {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Path folder;
    private final @Nullable LockFile lock;

    private RunFolder(Path folder, @Nullable LockFile lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens a folder, or makes it.
     *
     * @param folder where
     * @param program whose tables it holds
     * @param settings whatever changes figures; a folder made with others is refused
     * @return the folder, to be closed
     * @throws IOException if it is in use, was made with other settings, or cannot be read or made
     */
    public static RunFolder open(Path folder, String program, Map<String, String> settings) throws IOException {
        Files.createDirectories(folder);
        RunFolder opened = new RunFolder(folder, lock(folder, program));
        try {
            AtomicFile.deleteLeftovers(folder, name -> name.matches(".*\\.(md|csv|svg|json)"));
            opened.agree(settings);
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Joins in the work of the process that has opened a folder, which sees to it that no two do the same.
     *
     * @param folder that has been opened
     * @return the folder, without a lock
     */
    public static RunFolder join(Path folder) {
        return new RunFolder(folder, null);
    }

    private static LockFile lock(Path folder, String program) throws IOException {
        try {
            return LockFile.take(folder.resolve(".lock"));
        } catch (LockFile.HeldException e) {
            throw new IOException(folder + ": another " + program + " is using this folder (" + e.holder() + ")", e);
        }
    }

    private void agree(Map<String, String> settings) throws IOException {
        Path file = folder.resolve("settings.json");
        if (!Files.exists(file)) {
            write(file, new TreeMap<>(settings));
            return;
        }
        Map<String, String> there =
                read(file, new TypeToken<TreeMap<String, String>>() {}).orElseThrow();
        TreeSet<String> names = new TreeSet<>(there.keySet());
        names.addAll(settings.keySet());
        for (String name : names) {
            String then = there.getOrDefault(name, "nothing");
            String now = settings.getOrDefault(name, "nothing");
            if (!then.equals(now)) {
                throw new IOException(folder + ": holds a table made with another " + name + " (" + then + " there, "
                        + now + " now): use another --out, or the same settings");
            }
        }
    }

    /**
     * Where it is.
     *
     * @return the folder
     */
    public Path folder() {
        return folder;
    }

    /**
     * Reads a result.
     *
     * @param <T> what it is
     * @param file written by {@link #write}
     * @param type of the result
     * @return empty if there is no such file
     * @throws IOException naming the file, if it is damaged
     */
    public static <T> Optional<T> read(Path file, TypeToken<T> type) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        try {
            T value = GSON.fromJson(text, type);
            if (value != null) {
                return Optional.of(value);
            }
        } catch (RuntimeException e) {
            // Whatever Gson and the constructors of records throw, of which there is more than one kind.
            throw new IOException(file + ": is damaged; delete it to compute it anew (" + e.getMessage() + ")", e);
        }
        throw new IOException(file + ": is empty; delete it to compute it anew");
    }

    /**
     * Writes a result, whole or not at all.
     *
     * @param file in an existing folder
     * @param result a record, or a collection of such
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Object result) throws IOException {
        AtomicFile.write(file, GSON.toJson(result) + "\n");
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
