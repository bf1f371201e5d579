/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.classic.GaussianMixture;
import io.github.sdmvae.classic.ProbabilisticPca;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.examples.picture.ModelPictures;
import io.github.sdmvae.examples.picture.PictureFolder;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.chart.ColourMap;
import io.github.sdmvae.report.chart.ImageSheet;
import io.github.sdmvae.report.chart.ImageSheet.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pictures of classical models; what was fitted to codes is decoded. */
final class ClassicPictures {
    private static final int SAMPLES = 12;
    private static final int MOST = 25;

    private final PictureFolder folder;
    private final ImageSet images;
    private final @Nullable Vae coder;

    ClassicPictures(PictureFolder folder, ImageSet images, @Nullable Vae coder) {
        this.folder = folder;
        this.images = images;
        this.coder = coder;
    }

    void draw(ClassicModels models, Frames validation, long seed) throws IOException {
        folder.draw("centres", () -> centres(models));
        folder.draw("samples", () -> samples(models, seed));
        folder.draw("loadings", () -> loadings(models));
        float[][] rows = validation.toRows();
        if (models.closedForm().components() > 1) {
            folder.draw(
                    "spread",
                    () -> ModelPictures.spread(
                            Map.of(
                                    "PPCA, coloured by K-means",
                                    models.closedForm().transform(rows)),
                            models.kMeans().predict(rows)));
        }
    }

    private ImageSheet centres(ClassicModels models) {
        return sheet(
                "Centres",
                List.of(
                        row("K-means", floats(models.kMeans().centroids())),
                        row("mixture, diagonal", floats(models.diagonal().means())),
                        row("mixture, full", floats(models.full().means()))));
    }

    private ImageSheet samples(ClassicModels models, long seed) {
        List<Row> rows = new ArrayList<>();
        rows.add(row("mixture, diagonal", sample(models.diagonal(), seed)));
        rows.add(row("mixture, full", sample(models.full(), seed)));
        rows.add(row("PPCA", models.closedForm().sample(SAMPLES, seed)));
        return sheet("Samples", rows);
    }

    private static float[][] sample(GaussianMixture mixture, long seed) {
        return mixture.sample(SAMPLES, seed);
    }

    /** What one step along each latent dimension changes. */
    private ImageSheet loadings(ClassicModels models) {
        return sheet(
                "What each dimension of PPCA draws (red more, blue less)",
                List.of(
                        ModelPictures.signed("closed form", changes(models.closedForm())),
                        ModelPictures.signed("EM", changes(models.byEm()))));
    }

    private float[][] changes(ProbabilisticPca model) {
        int size = model.components();
        float[][] codes = new float[size + 1][size];
        for (int j = 0; j < size; j++) {
            codes[j][j] = 1;
        }
        float[][] points = decoded(model.inverse(codes));
        float[][] changes = new float[size][points[0].length];
        for (int j = 0; j < size; j++) {
            for (int p = 0; p < changes[j].length; p++) {
                changes[j][p] = points[j][p] - points[size][p];
            }
        }
        return changes;
    }

    private Row row(String title, float[][] points) {
        float[][] few = Arrays.copyOf(points, Math.min(points.length, MOST));
        return new Row(title, images.format().values(), ColourMap.GREY, Arrays.asList(decoded(few)));
    }

    private float[][] decoded(float[][] points) {
        return coder == null ? points : coder.decode(points);
    }

    private ImageSheet sheet(String title, List<Row> rows) {
        return new ImageSheet(title, images.format(), rows);
    }

    static float[][] floats(double[][] values) {
        float[][] copy = new float[values.length][values[0].length];
        for (int i = 0; i < copy.length; i++) {
            for (int p = 0; p < copy[i].length; p++) {
                copy[i][p] = (float) values[i][p];
            }
        }
        return copy;
    }
}
