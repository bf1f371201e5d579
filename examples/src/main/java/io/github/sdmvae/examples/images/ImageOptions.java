/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.examples.options.DatasetOption;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which images: options that the examples on images share. */
final class ImageOptions {
    @Mixin
    private DatasetOption dataset = new DatasetOption("patches");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the IDX files of MNIST or Fashion-MNIST, or of CIFAR-10's data_batch files.")
    private @Nullable Path folder;

    @Option(names = "--points", paramLabel = "N", description = "Images to train on, at most.")
    private @Nullable Integer points;

    ImageOptions() {}

    ImageData set() {
        return ImageData.of(dataset.name());
    }

    ImageSet load(long seed) throws IOException {
        return set().load(folder, points == null ? set().points() : points, seed);
    }
}
