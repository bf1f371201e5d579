/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The folder of a table: its settings, and one folder per cell with model and result. One process at a time: the lock is
 * the operating system's and dies with the process.
 */
final class CellStore implements AutoCloseable {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Path folder;
    private final LockFile lock;

    private CellStore(Path folder, LockFile lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens a folder, or makes it.
     *
     * @param folder where
     * @param settings whatever changes figures; a folder made with others is refused
     */
    static CellStore open(Path folder, Map<String, String> settings) throws IOException {
        Files.createDirectories(folder);
        CellStore store = new CellStore(folder, lock(folder));
        try {
            AtomicFile.deleteLeftovers(folder, name -> name.matches(".*\\.(md|csv|svg|json)"));
            store.agree(settings);
            return store;
        } catch (IOException e) {
            store.close();
            throw e;
        }
    }

    private static LockFile lock(Path folder) throws IOException {
        try {
            return LockFile.take(folder.resolve(".lock"));
        } catch (LockFile.HeldException e) {
            throw new IOException(folder + ": another process is using this folder (" + e.holder() + ")", e);
        }
    }

    private void agree(Map<String, String> settings) throws IOException {
        Path file = folder.resolve("settings.json");
        if (!Files.exists(file)) {
            AtomicFile.write(file, GSON.toJson(new TreeMap<>(settings)) + "\n");
            return;
        }
        Map<String, String> there = read(file, new TypeToken<TreeMap<String, String>>() {});
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

    private static <T> T read(Path file, TypeToken<T> type) throws IOException {
        String text = Files.readString(file);
        try {
            T value = GSON.fromJson(text, type);
            if (value != null) {
                return value;
            }
        } catch (RuntimeException e) {
            // Whatever Gson and the constructors of records throw, of which there is more than one kind.
            throw new IOException(file + ": is damaged; delete it to compute it anew (" + e.getMessage() + ")", e);
        }
        throw new IOException(file + ": is empty; delete it to compute it anew");
    }

    Path folder() {
        return folder;
    }

    /** Where everything of a cell is; made if it does not exist. */
    Path folder(Cell cell) throws IOException {
        return Files.createDirectories(folder.resolve("runs").resolve(cell.id()));
    }

    Path checkpoints(Cell cell) throws IOException {
        return folder(cell).resolve("checkpoints");
    }

    Path modelFile(Cell cell) {
        return folder.resolve("runs").resolve(cell.id()).resolve("model.sdmvae");
    }

    /** A cell's model, which must be of this front end; older files do not say. */
    SpeechModel model(Cell cell, SpeechFrontEnd frontEnd) throws IOException {
        return SpeechModel.load(cell.file() == null ? modelFile(cell) : cell.file(), frontEnd);
    }

    /** What a finished cell gave; empty if it has not been finished. */
    Optional<CellResult> result(Cell cell) throws IOException {
        Path file = folder.resolve("runs").resolve(cell.id()).resolve("result.json");
        return Files.exists(file) ? Optional.of(read(file, new TypeToken<CellResult>() {})) : Optional.empty();
    }

    void finish(Cell cell, CellResult result) throws IOException {
        AtomicFile.write(folder(cell).resolve("result.json"), GSON.toJson(result) + "\n");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
