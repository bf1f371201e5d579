/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import com.google.gson.reflect.TypeToken;
import io.github.sdmvae.examples.output.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A folder of runs on images: the settings they share, and for each a folder with its model and figures. */
final class ImageStore implements AutoCloseable {
    private final RunFolder runs;

    private ImageStore(RunFolder runs) {
        this.runs = runs;
    }

    /** Opens a folder, or makes it; one made with other settings is refused. */
    static ImageStore open(Path folder, Map<String, String> settings) throws IOException {
        return new ImageStore(RunFolder.open(folder, "process", settings));
    }

    private Path place(String id, int latent, long seed) {
        return runs.folder().resolve("runs").resolve(id + "-m" + latent + "-s" + seed);
    }

    Path folder(String id, int latent, long seed) throws IOException {
        return Files.createDirectories(place(id, latent, seed));
    }

    Optional<Map<String, Double>> result(String id, int latent, long seed) throws IOException {
        return RunFolder.read(place(id, latent, seed).resolve("result.json"), new TypeToken<>() {});
    }

    void finish(String id, int latent, long seed, Map<String, Double> figures) throws IOException {
        RunFolder.write(folder(id, latent, seed).resolve("result.json"), new TreeMap<>(figures));
    }

    @Override
    public void close() throws IOException {
        runs.close();
    }
}
