/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.examples.picture.ModelPictures;
import io.github.sdmvae.examples.picture.PictureFolder;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.ModelMaps;
import io.github.sdmvae.report.chart.ImageFormat;
import io.github.sdmvae.report.chart.ImageSheet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pictures of a comparison. */
final class ComparisonPictures {
    private static final int ACROSS = 12;
    private static final int PLANE = 12;
    private static final int CODES = 120;
    private static final int SPREAD = 1_500;
    private static final long SEED = 7;

    private final PictureFolder folder;
    private final ImageSet images;

    ComparisonPictures(PictureFolder folder, ImageSet images) {
        this.folder = folder;
        this.images = images;
    }

    /** Draws runs of one seed. */
    void draw(List<ComparedRun> runs) throws IOException {
        ImageFormat format = images.format();
        float[][] inputs = ImageSet.first(images.validation(), ACROSS);
        Map<String, Vae> models = byTitle(runs);
        folder.draw("reconstructions", () -> ModelPictures.reconstructions(format, inputs, models));
        folder.draw("latents", () -> latents(runs));
        Map<String, float[][]> codes = new LinkedHashMap<>();
        float[][] coded = ImageSet.first(images.validation(), CODES);
        models.forEach((title, model) -> codes.put(title, ModelMaps.canonical(model, model.encode(coded))));
        folder.draw("codes", () -> ModelPictures.codes(codes));
        Map<String, Vae> generators =
                byTitle(runs.stream().filter(ComparedRun::isVariational).toList());
        if (!generators.isEmpty()) {
            folder.draw("samples", () -> ModelPictures.samples(format, generators, ACROSS, SEED));
        }
        Map<String, float[][]> masks = masks(runs);
        if (!masks.isEmpty()) {
            folder.draw("masks", () -> ModelPictures.masks(format, masks));
        }
        for (ComparedRun run : runs) {
            drawModel(run);
        }
        drawSpread(runs);
    }

    private static Map<String, Vae> byTitle(List<ComparedRun> runs) {
        Map<String, Vae> models = new LinkedHashMap<>();
        runs.forEach(run -> models.put(run.kind().title(), run.model()));
        return models;
    }

    /** Of each latent how much every pixel sees of it. */
    private static Map<String, float[][]> masks(List<ComparedRun> runs) {
        Map<String, float[][]> masks = new LinkedHashMap<>();
        runs.forEach(run -> run.model()
                .decodingMask()
                .ifPresent(mask -> masks.put(run.kind().title(), mask.byLatent())));
        return masks;
    }

    private ImageSheet latents(List<ComparedRun> runs) {
        Map<String, float[][]> patterns = new LinkedHashMap<>();
        runs.forEach(run -> patterns.put(run.kind().title(), run.patterns()));
        ImageSheet sheet = ModelPictures.patterns(images.format(), patterns);
        if (images.functions().length == 0) {
            return sheet;
        }
        List<ImageSheet.Row> rows = new ArrayList<>(sheet.rows());
        rows.add(0, ModelPictures.signed("truth", ClassicPictures.floats(images.functions())));
        return new ImageSheet(sheet.title(), sheet.format(), rows);
    }

    private void drawModel(ComparedRun run) throws IOException {
        String title = run.kind().title();
        if (!run.model().dictionary().isIdentity()) {
            folder.draw(
                    "dictionary-" + run.kind().id(),
                    () -> ModelPictures.atoms(title, run.model().dictionary()));
        }
        if (run.model().definition().codeSize() == 2) {
            float[][] codes = run.model().encode(ImageSet.first(images.validation(), SPREAD));
            folder.draw(
                    "plane-" + run.kind().id(),
                    () -> ModelPictures.plane(title, images.format(), run.model(), codes, PLANE));
        }
    }

    private void drawSpread(List<ComparedRun> runs) throws IOException {
        Map<String, float[][]> codes = new LinkedHashMap<>();
        float[][] rows = ImageSet.first(images.validation(), SPREAD);
        for (ComparedRun run : runs) {
            if (run.model().definition().codeSize() == 2) {
                codes.put(run.kind().title(), run.model().encode(rows));
            }
        }
        int[] classes = images.hasClasses() ? Arrays.copyOf(images.labels(), rows.length) : new int[0];
        if (!codes.isEmpty()) {
            folder.draw("spread", () -> ModelPictures.spread(codes, classes));
        }
    }
}
