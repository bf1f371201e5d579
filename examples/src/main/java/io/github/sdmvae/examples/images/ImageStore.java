/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A folder of runs on images: the settings they share, and for each a folder with its model and figures. */
final class ImageStore implements AutoCloseable {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Path folder;
    private final LockFile lock;

    private ImageStore(Path folder, LockFile lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Opens a folder, or makes it; one made with other settings is refused. */
    static ImageStore open(Path folder, Map<String, String> settings) throws IOException {
        Files.createDirectories(folder);
        ImageStore store = new ImageStore(folder, lock(folder));
        try {
            store.agree(new TreeMap<>(settings));
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

    private void agree(TreeMap<String, String> settings) throws IOException {
        Path file = folder.resolve("settings.json");
        if (!Files.exists(file)) {
            AtomicFile.write(file, GSON.toJson(settings) + "\n");
            return;
        }
        TreeMap<String, String> there = read(file, new TypeToken<>() {});
        if (!there.equals(settings)) {
            throw new IOException(folder + ": holds runs made with other settings (" + there + " there, " + settings
                    + " now): use another --out, or the same settings");
        }
    }

    private static <T> T read(Path file, TypeToken<T> type) throws IOException {
        try {
            T value = GSON.fromJson(Files.readString(file), type);
            if (value != null) {
                return value;
            }
        } catch (JsonParseException e) {
            throw new IOException(file + ": is damaged; delete it to compute it anew (" + e.getMessage() + ")", e);
        }
        throw new IOException(file + ": is empty; delete it to compute it anew");
    }

    private Path place(String id, int latent, long seed) {
        return folder.resolve("runs").resolve(id + "-m" + latent + "-s" + seed);
    }

    Path folder(String id, int latent, long seed) throws IOException {
        return Files.createDirectories(place(id, latent, seed));
    }

    Optional<Map<String, Double>> result(String id, int latent, long seed) throws IOException {
        Path file = place(id, latent, seed).resolve("result.json");
        return Files.exists(file)
                ? Optional.of(read(file, new TypeToken<TreeMap<String, Double>>() {}))
                : Optional.empty();
    }

    void finish(String id, int latent, long seed, Map<String, Double> figures) throws IOException {
        AtomicFile.write(folder(id, latent, seed).resolve("result.json"), GSON.toJson(new TreeMap<>(figures)) + "\n");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
