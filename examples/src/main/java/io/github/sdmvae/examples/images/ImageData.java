/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.examples.options.TrainingSettings.Defaults;
import io.github.sdmvae.examples.options.TrainingSettings.Schedule;
import io.github.sdmvae.images.Cifar10;
import io.github.sdmvae.images.GeneratedImages;
import io.github.sdmvae.images.IdxFile;
import io.github.sdmvae.images.LabelledImages;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.report.chart.ImageFormat;
import io.github.sdmvae.report.chart.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sets of images that the examples know, with the sizes that suit them. */
enum ImageData {
    /** Two Gaussian bumps, 10 × 10. */
    TEMPLATES(2, 32, 4_000, 40, 2e-3),
    /** Five functions, sparsely weighted, 5 × 5. */
    PATCHES(10, 32, 10_000, 60, 2e-3),
    /** Handwritten digits, 28 × 28. */
    MNIST(10, 128, 60_000, 20, 1e-3),
    /** Clothes, 28 × 28. */
    FASHION(10, 128, 60_000, 60, 1e-3),
    /** Patches of photographs, 12 × 12, grey, mean removed. */
    CIFAR_PATCHES(25, 128, 50_000, 20, 1e-3);

    private static final int GENERATED_VALIDATION = 2_000;
    private static final int PATCH_SIDE = 12;
    /** Of Gaussian likelihoods: the generated noise's own; what 25 latents leave of a patch, roughly. */
    private static final double GENERATED_VARIANCE = 0.05 * 0.05;

    private static final double PATCH_VARIANCE = 0.01;

    private final int latent;
    private final int hidden;
    private final int points;
    private final int epochs;
    private final double learningRate;

    ImageData(int latent, int hidden, int points, int epochs, double learningRate) {
        this.latent = latent;
        this.hidden = hidden;
        this.points = points;
        this.epochs = epochs;
        this.learningRate = learningRate;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int latent() {
        return latent;
    }

    int hidden() {
        return hidden;
    }

    int points() {
        return points;
    }

    Defaults training() {
        return new Defaults(epochs, learningRate, Schedule.COSINE);
    }

    /** Whether estimates of log p(x) cut its images to black and white first. */
    boolean isBinarised() {
        return this == MNIST || this == FASHION;
    }

    static ImageData of(String id) {
        return Arrays.stream(values())
                .filter(set -> set.id().equalsIgnoreCase(id.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--dataset must be one of "
                        + Arrays.stream(values()).map(ImageData::id).collect(Collectors.joining(", ")) + ", got "
                        + id));
    }

    /** Generated sets differ with the seed; the others need a folder. */
    ImageSet load(@Nullable Path folder, int count, long seed) throws IOException {
        return switch (this) {
            case TEMPLATES -> generated(GeneratedImages.templates(), new Scale("", -0.1, 1.1), count, seed);
            case PATCHES -> generated(GeneratedImages.patches(seed), new Scale("", -1, 1), count, seed);
            case MNIST, FASHION -> files(required(folder), count);
            case CIFAR_PATCHES -> photographs(required(folder), count, seed);
        };
    }

    private Path required(@Nullable Path folder) {
        if (folder == null) {
            throw new IllegalArgumentException("--dataset " + id() + " needs --data DIR, the folder of its files");
        }
        return folder;
    }

    private static ImageSet generated(GeneratedImages source, Scale values, int count, long seed) {
        return new ImageSet(
                source.draw(count, 2 * seed).frames(),
                new int[0],
                source.draw(GENERATED_VALIDATION, 2 * seed + 1).frames(),
                new int[0],
                ImageFormat.of(source.side(), source.side(), values),
                Likelihood.gaussian(GENERATED_VARIANCE),
                source.functions());
    }

    /** With the test images alone, the first four fifths of them are for training. */
    private static ImageSet files(Path folder, int count) throws IOException {
        LabelledImages test = read(folder, "t10k");
        if (find(folder, "train-images-idx3-ubyte") != null) {
            return labelled(read(folder, "train"), test, count);
        }
        int split = test.size() * 4 / 5;
        return labelled(test.range(0, split), test.range(split, test.size()), count);
    }

    private static ImageSet labelled(LabelledImages train, LabelledImages validation, int count) {
        LabelledImages part = train.range(0, Math.min(count, train.size()));
        return new ImageSet(
                part.frames(),
                part.labels(),
                validation.frames(),
                validation.labels(),
                ImageFormat.of(train.height(), train.width(), new Scale("", 0, 1)),
                Likelihood.bernoulli(),
                new double[0][]);
    }

    private static LabelledImages read(Path folder, String part) throws IOException {
        Path images = find(folder, part + "-images-idx3-ubyte");
        Path labels = find(folder, part + "-labels-idx1-ubyte");
        if (images == null || labels == null) {
            throw new IOException(folder + ": there must be " + part + "-images-idx3-ubyte and " + part
                    + "-labels-idx1-ubyte, packed by gzip (.gz) or not");
        }
        return IdxFile.read(images, labels);
    }

    private static @Nullable Path find(Path folder, String name) {
        return Stream.of(name + ".gz", name)
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
    }

    /** The last tenth of the photographs is for validation, so that no patch of them is in the training set. */
    private static ImageSet photographs(Path folder, int count, long seed) throws IOException {
        LabelledImages all = Cifar10.read(batches(folder).toArray(Path[]::new)).grey();
        int split = all.size() - Math.max(1, all.size() / 10);
        Frames train = all.range(0, split).patches(PATCH_SIDE, count, seed);
        Frames validation = all.range(split, all.size()).patches(PATCH_SIDE, Math.max(2, count / 10), seed);
        return new ImageSet(
                train,
                new int[0],
                validation,
                new int[0],
                ImageFormat.of(PATCH_SIDE, PATCH_SIDE, new Scale("", -0.5, 0.5)),
                Likelihood.gaussian(PATCH_VARIANCE),
                new double[0][]);
    }

    private static List<Path> batches(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().matches("data_batch_\\d+\\.bin"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new IOException(folder + ": there is no data_batch_1.bin, CIFAR-10 in its binary version");
            }
            return found;
        }
    }
}
