/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.picture;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.ModelMaps;
import io.github.sdmvae.report.chart.ColourMap;
import io.github.sdmvae.report.chart.Figure;
import io.github.sdmvae.report.chart.ImageFormat;
import io.github.sdmvae.report.chart.ImageSheet;
import io.github.sdmvae.report.chart.ImageSheet.Row;
import io.github.sdmvae.report.chart.Levels;
import io.github.sdmvae.report.chart.Panel;
import io.github.sdmvae.report.chart.Scale;
import io.github.sdmvae.report.chart.Scatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Pictures of what models have learned. Models come by the title to write beside them, in the order to show them. */
public final class ModelPictures {
    /** Part of the codes at either end that pictures of the plane leave out. */
    private static final double OUTSIDE = 0.01;

    private ModelPictures() {}

    /**
     * Inputs beside reconstructions.
     *
     * @param format of the images
     * @param inputs some images
     * @param models by title
     * @return one row of inputs, and one of reconstructions per model
     */
    public static ImageSheet reconstructions(ImageFormat format, float[][] inputs, Map<String, Vae> models) {
        List<Row> rows = new ArrayList<>();
        rows.add(grey("input", format, inputs));
        models.forEach((title, model) -> rows.add(grey(title, format, model.reconstruct(inputs))));
        return new ImageSheet("Inputs and reconstructions", format, rows);
    }

    private static Row grey(String label, ImageFormat format, float[][] images) {
        return new Row(label, format.values(), ColourMap.GREY, Arrays.asList(images));
    }

    /**
     * What each latent draws.
     *
     * @param format of the images
     * @param patterns {@link LatentPatterns} by title of the model
     * @return one row per model, zero is white; each row is scaled to its model's largest number
     */
    public static ImageSheet patterns(ImageFormat format, Map<String, float[][]> patterns) {
        List<Row> rows = new ArrayList<>();
        patterns.forEach((title, images) -> rows.add(signed(title, images)));
        return new ImageSheet("What each latent draws (red more, blue less)", format, rows);
    }

    /**
     * Which pixels see which latent.
     *
     * @param format of the images
     * @param masks latents × pixels by title of the model
     * @return one row per model, one image per latent, zero is white
     */
    public static ImageSheet masks(ImageFormat format, Map<String, float[][]> masks) {
        List<Row> rows = new ArrayList<>();
        masks.forEach((title, images) -> rows.add(signed(title, images)));
        return new ImageSheet("Masks: how much each pixel sees of each latent", format, rows);
    }

    /**
     * Signed images on one scale.
     *
     * @param label on the left
     * @param images of any sign
     * @return a row, zero is white
     */
    public static Row signed(String label, float[][] images) {
        double largest =
                Math.max(Math.abs(Levels.percentile(images, 0)), Math.max(Levels.percentile(images, 1), 1e-30));
        return new Row(label, new Scale("", -largest, largest), ColourMap.SIGNED, Arrays.asList(images));
    }

    /**
     * Images that models make up.
     *
     * @param format of the images
     * @param models by title; each must know how to draw codes
     * @param count images per model
     * @param seed of the draws
     * @return one row per model
     */
    public static ImageSheet samples(ImageFormat format, Map<String, Vae> models, int count, long seed) {
        List<Row> rows = new ArrayList<>();
        models.forEach((title, model) -> rows.add(grey(title, format, model.generate(count, seed))));
        return new ImageSheet("Samples from the prior", format, rows);
    }

    /**
     * Reconstructions over the plane of a model with codes of two entries.
     *
     * @param title above
     * @param format of the images
     * @param model with codes of two entries
     * @param codes of data points; the grid spans all but their outliers
     * @param count images across and down
     * @return the grid, the first entry rising to the right, the second upwards
     */
    public static ImageSheet plane(String title, ImageFormat format, Vae model, float[][] codes, int count) {
        Scale across = Levels.range("", codes, 0, OUTSIDE);
        Scale up = Levels.range("", codes, 1, OUTSIDE);
        List<Row> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            float[][] line = new float[count][];
            for (int c = 0; c < count; c++) {
                line[c] = new float[] {at(across, c, count), at(up, count - 1 - r, count)};
            }
            rows.add(grey("", format, model.decode(line)));
        }
        return new ImageSheet(title, format, rows);
    }

    private static float at(Scale scale, int index, int count) {
        return (float) (scale.low() + (scale.high() - scale.low()) * (index + 0.5) / count);
    }

    /**
     * The spread of codes of two entries in the plane.
     *
     * @param codes by title of the model; of longer codes the first two entries are shown
     * @param classes of the data points, or empty
     * @return one plot per model, without the outliers
     */
    public static Figure spread(Map<String, float[][]> codes, int[] classes) {
        List<Panel> panels = new ArrayList<>();
        codes.forEach((title, points) -> panels.add(new Scatter(
                title,
                points,
                classes,
                Levels.range("a\u2081", points, 0, OUTSIDE),
                Levels.range("a\u2082", points, 1, OUTSIDE))));
        return new Figure("Codes in the plane", Math.min(3, panels.size()), 280, 280, panels);
    }

    /**
     * The atoms of a dictionary as columns.
     *
     * @param title of the model
     * @param dictionary any
     * @return a heat map
     */
    public static Figure atoms(String title, Dictionary dictionary) {
        int cell = Math.max(4, 480 / Math.max(dictionary.atoms(), dictionary.latentSize()));
        int width = Math.max(240, cell * dictionary.atoms());
        int height = Math.max(240, cell * dictionary.latentSize());
        Panel map = ModelMaps.dictionary("", dictionary);
        return new Figure("Dictionary of " + title, 1, width, height, List.of(map));
    }

    /**
     * Codes of data points as heat maps.
     *
     * @param codes by title of the model, rows × k, in {@link ModelMaps#canonical canonical scale}
     * @return one heat map per model, data points from left to right
     */
    public static Figure codes(Map<String, float[][]> codes) {
        List<Panel> panels = new ArrayList<>();
        codes.forEach(
                (title, rows) -> panels.add(ModelMaps.codes(title, rows, new Scale("data point", 0, rows.length))));
        return new Figure("Codes in canonical scale", 2, 420, 150, panels);
    }
}
