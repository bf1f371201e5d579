/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which images: options that the examples on images share. */
final class ImageOptions {
    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            defaultValue = "patches",
            description = "templates and patches are generated; mnist, fashion and cifar-patches need --data."
                    + " Default: ${DEFAULT-VALUE}.")
    private String dataset = "patches";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the IDX files of MNIST or Fashion-MNIST, or of CIFAR-10's data_batch files.")
    private @Nullable Path folder;

    @Option(names = "--points", paramLabel = "N", description = "Images to train on, at most.")
    private @Nullable Integer points;

    ImageOptions() {}

    ImageData set() {
        return ImageData.of(dataset);
    }

    ImageSet load(long seed) throws IOException {
        return set().load(folder, points == null ? set().points() : points, seed);
    }
}
