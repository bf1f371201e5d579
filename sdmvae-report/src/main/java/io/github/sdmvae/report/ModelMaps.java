/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.DecodingMask;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.chart.ColourMap;
import io.github.sdmvae.report.chart.HeatMap;
import io.github.sdmvae.report.chart.Levels;
import io.github.sdmvae.report.chart.Scale;

/** What models have learned, as heat maps: for pages and for pictures. */
public final class ModelMaps {
    private ModelMaps() {}

    /**
     * The atoms of a dictionary as columns.
     *
     * @param title above the plot; may be empty
     * @param dictionary any
     * @return white is zero, the colours reach to the largest value
     */
    public static HeatMap dictionary(String title, Dictionary dictionary) {
        float[][] atoms = new float[dictionary.atoms()][dictionary.latentSize()];
        double largest = 0;
        for (int column = 0; column < atoms.length; column++) {
            double[] atom = dictionary.atom(column);
            for (int row = 0; row < atom.length; row++) {
                atoms[column][row] = (float) atom[row];
                largest = Math.max(largest, Math.abs(atom[row]));
            }
        }
        return new HeatMap(
                title,
                atoms,
                new Scale("atom (code entry)", 0, atoms.length),
                new Scale("latent dimension", 0, dictionary.latentSize()),
                new Scale("value", -largest, largest),
                ColourMap.SIGNED);
    }

    /**
     * Codes in the model's {@linkplain Vae#canonical() canonical scale}, where sizes of different entries may be compared.
     *
     * @param model any
     * @param codes of the model, rows × k
     * @return the codes by the model's factors; as they are where the model has a scale of its own, or does not know its
     *     canonical one because it was not trained
     */
    public static float[][] canonical(Vae model, float[][] codes) {
        if (!model.hasFreeScale()) {
            return codes;
        }
        double[] factors = model.canonicalFactors();
        float[][] scaled = new float[codes.length][factors.length];
        for (int i = 0; i < codes.length; i++) {
            for (int j = 0; j < factors.length; j++) {
                scaled[i][j] = (float) (codes[i][j] * factors[j]);
            }
        }
        return scaled;
    }

    /**
     * The mask of sparse decoding, features from left to right.
     *
     * @param title above the plot; may be empty
     * @param mask any
     * @return white is zero, the colours reach to the largest weight
     */
    public static HeatMap mask(String title, DecodingMask mask) {
        float[][] weights = mask.weights();
        double largest = Double.MIN_NORMAL;
        for (float[] row : weights) {
            for (float w : row) {
                largest = Math.max(largest, Math.abs(w));
            }
        }
        return new HeatMap(
                title,
                weights,
                new Scale("feature", 0, weights.length),
                new Scale("latent dimension", 0, weights[0].length),
                new Scale("weight", -largest, largest),
                ColourMap.SIGNED);
    }

    /**
     * Sizes of codes relative to the model's largest (99.5th percentile). Give them in {@link #canonical} scale: as a model
     * with learned variances has them, its largest entry may be no more than the one with the largest unit.
     *
     * @param title above the plot
     * @param codes rows × k, at least one
     * @param rows what goes from left to right, row by row
     * @return all on one scale from 0 to 1
     */
    public static HeatMap codes(String title, float[][] codes, Scale rows) {
        return new HeatMap(
                title,
                Levels.relative(codes),
                rows,
                new Scale("code entry", 0, codes[0].length),
                new Scale("|code| relative to the model's largest", 0, 1),
                ColourMap.AMOUNT);
    }
}
