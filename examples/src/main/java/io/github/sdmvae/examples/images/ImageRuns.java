/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.examples.training.Recipe;
import io.github.sdmvae.examples.training.TrainingProgress;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.LearningRate;
import io.github.sdmvae.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trains many models on a set of images, one after the other, and takes their figures on the images that training does not
 * see. Goes on where it was killed.
 */
public final class ImageRuns {
    private final Setting setting;
    private final ImageData set;

    /**
     * What runs share.
     *
     * @param program name of the program, so that folders are not mixed up
     * @param dataset name of the set
     * @param folder of its files; null for generated sets
     * @param points images to train on at most; null for the set's usual number
     * @param latent m; null for the set's usual one
     * @param hidden sizes of the encoder's hidden layers; null for the set's usual one
     * @param epochs of every training; null for the set's usual number
     * @param learningRate Adam's first one, which falls along a cosine; null for the set's usual one
     * @param batch images in a step
     * @param draws per image for log p(x); 0 for no estimate
     * @param out folder of the results
     * @param checkpoints time between two checkpoints
     * @param progress how to show it
     * @param log told what is going on
     */
    public record Setting(
            String program,
            String dataset,
            @Nullable Path folder,
            @Nullable Integer points,
            @Nullable Integer latent,
            @Nullable List<Integer> hidden,
            @Nullable Integer epochs,
            @Nullable Double learningRate,
            int batch,
            int draws,
            Path out,
            Duration checkpoints,
            TrainingProgress.Kind progress,
            PrintWriter log) {}

    /**
     * What a training gave.
     *
     * @param id of its recipe
     * @param latent m
     * @param seed of data, weights, shuffling and noise
     * @param figures by name, see {@link ImageFigures}
     */
    public record Run(String id, int latent, long seed, Map<String, Double> figures) {}

    /** Told of all results so far after every run. */
    public interface Results {
        /**
         * Writes tables and pictures.
         *
         * @param runs finished ones, in the order wanted
         * @throws IOException if they cannot be written
         */
        void write(List<Run> runs) throws IOException;
    }

    /**
     * Prepares.
     *
     * @param setting what runs share
     * @throws IllegalArgumentException if there is no set of that name
     */
    public ImageRuns(Setting setting) {
        this.setting = setting;
        this.set = ImageData.of(setting.dataset());
    }

    private static <T> T or(@Nullable T given, T usual) {
        return given == null ? usual : given;
    }

    private int latent() {
        return or(setting.latent(), set.latent());
    }

    private int epochs() {
        return or(setting.epochs(), set.training().epochs());
    }

    private double rate() {
        return or(setting.learningRate(), set.training().learningRate());
    }

    private int points() {
        return or(setting.points(), set.points());
    }

    private List<Integer> hidden() {
        return or(setting.hidden(), List.of(set.hidden()));
    }

    /**
     * The settings in words.
     *
     * @return one line
     */
    public String describe() {
        return set.id() + ", at most " + points() + " images, Adam with a learning rate of " + rate()
                + " falling along a cosine, batches of " + setting.batch() + ", hidden layers " + hidden() + ", "
                + epochs() + " epochs";
    }

    private Map<String, String> identity() {
        Map<String, String> all = new TreeMap<>();
        all.put("format", "1");
        all.put("program", setting.program());
        all.put("--dataset", set.id());
        all.put("--points", Integer.toString(points()));
        all.put("--hidden", hidden().toString());
        all.put("--max-epochs", Integer.toString(epochs()));
        all.put("--learning-rate", Double.toString(rate()));
        all.put("--batch", Integer.toString(setting.batch()));
        all.put("--draws", Integer.toString(setting.draws()));
        return all;
    }

    /**
     * Finishes what is not finished, seed by seed.
     *
     * @param recipes the models, each for the likelihood that suits the images
     * @param seeds each with its own images, where they are generated
     * @param show whether to train nothing
     * @param results told after every run
     * @return all that are finished
     * @throws IOException if the folder holds other results, or data cannot be read
     */
    public List<Run> finish(List<Function<Likelihood, Recipe>> recipes, List<Long> seeds, boolean show, Results results)
            throws IOException {
        List<Run> runs = new ArrayList<>();
        try (ImageStore store = ImageStore.open(setting.out(), identity())) {
            for (long seed : seeds) {
                @Nullable ImageSet images = show ? null : set.load(setting.folder(), points(), seed);
                for (Function<Likelihood, Recipe> recipe : recipes) {
                    Optional<Run> run = finish(store, recipe, images, seed);
                    run.ifPresent(runs::add);
                    results.write(runs);
                }
            }
        }
        return runs;
    }

    private Optional<Run> finish(
            ImageStore store, Function<Likelihood, Recipe> recipes, @Nullable ImageSet images, long seed)
            throws IOException {
        Likelihood likelihood = images == null ? Likelihood.bernoulli() : images.likelihood();
        Recipe recipe = recipes.apply(likelihood);
        Optional<Map<String, Double>> there = store.result(recipe.id(), latent(), seed);
        if (there.isPresent() || images == null) {
            return there.map(figures -> new Run(recipe.id(), latent(), seed, figures));
        }
        Map<String, Double> figures = train(store, recipe, images, seed);
        setting.log().println(recipe.title() + ", seed " + seed + ": done");
        setting.log().flush();
        return Optional.of(new Run(recipe.id(), latent(), seed, figures));
    }

    private TrainingProgress progress(Recipe recipe) {
        return new TrainingProgress(recipe.title(), setting.progress(), System.err);
    }

    private Map<String, Double> train(ImageStore store, Recipe recipe, ImageSet images, long seed) throws IOException {
        ModelDefinition definition = recipe.definition(images.width(), hidden(), latent(), seed);
        Path folder = store.folder(recipe.id(), latent(), seed);
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("checkpoints"))
                .every(setting.checkpoints())
                .onInterrupt();
        Vae model;
        try (TrainingProgress progress = progress(recipe)) {
            Trainer trainer = trainer(recipe, images.train().size(), seed)
                    .checkpoints(checkpoints)
                    .listener(progress)
                    .build();
            model = trainer.fitOrResume(definition, images.train(), images.validation())
                    .model();
        }
        model.save(folder.resolve("model.sdmvae"));
        Map<String, Double> figures = new LinkedHashMap<>(ImageFigures.of(model, images, setting.draws(), seed));
        store.finish(recipe.id(), latent(), seed, figures);
        checkpoints.delete();
        return figures;
    }

    private Trainer.Builder trainer(Recipe recipe, int rows, long seed) {
        long steps = Math.max(1, rows / setting.batch()) * (long) epochs();
        return recipe.applyTo(Trainer.builder())
                .epochs(epochs())
                .learningRate(LearningRate.cosine(rate(), steps))
                .batchSize(setting.batch())
                .seed(seed);
    }
}
