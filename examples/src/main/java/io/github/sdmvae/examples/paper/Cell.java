/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.training.Recipe;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One model of the table with one seed: trained here, or read from a file.
 *
 * @param row identifies the row, for file names
 * @param title of the row
 * @param latent m
 * @param seed of weights, shuffling and noise; 0 for a file
 * @param recipe how to train it; null for a file
 * @param file the model; null if it is trained here
 */
record Cell(
        String row,
        String title,
        int latent,
        long seed,
        @Nullable Recipe recipe,
        @Nullable Path file) {

    static Cell trained(Recipe row, int latent, long seed) {
        return new Cell(row.id(), row.title(), latent, seed, row, null);
    }

    static Cell given(Path file, int latent) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.sdmvae$", "");
        return new Cell("model-" + name, name + " (model file)", latent, 0, null, file);
    }

    /** The name of its folder. */
    String id() {
        String safe = row.replaceAll("[^A-Za-z0-9._-]", "_");
        return file == null ? safe + "-m" + latent + "-s" + seed : safe + "-m" + latent;
    }

    String description() {
        return title + ", m = " + latent + (file == null ? ", seed " + seed : "");
    }

    PaperFigures figures() {
        return recipe instanceof PaperRow row ? row.figures() : PaperFigures.NONE;
    }
}
