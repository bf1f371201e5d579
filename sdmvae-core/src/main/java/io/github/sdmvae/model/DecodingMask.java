/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.graph.ParameterLayout.Entry;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.mask.SparseDecoding;
import java.util.Optional;

/**
 * Which latents each feature of a model with sparse decoding depends on. Under Adam no entry becomes exactly 0, so a mask is
 * read through p*, the probability that an entry is from the slab; after proximal steps the entries themselves say it, too.
 *
 * @param weights features × m, the mask as the decoder uses it
 * @param slabProbability features × m, p*
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and never compared
public record DecodingMask(float[][] weights, float[][] slabProbability) {
    private static final double KEPT = 0.5;

    /** Of a model; empty for one without sparse decoding. */
    static Optional<DecodingMask> of(ModelDefinition definition, ModelState state) {
        SparseDecoding decoding = definition.sparseDecoding();
        return decoding == null ? Optional.empty() : Optional.of(of(decoding, definition, state.parameters()));
    }

    private static DecodingMask of(SparseDecoding decoding, ModelDefinition definition, float[] parameters) {
        ParameterLayout layout = definition.graph().layout();
        int width = definition.latentSize();
        double[] mask = decoding.used(values(layout.entry(SparseDecodingNode.MASK), parameters), width);
        double[] slab = values(layout.entry(SparseDecodingNode.SLAB_PROBABILITY), parameters);
        int features = definition.inputSize();
        float[][] weights = new float[features][width];
        float[][] probabilities = new float[features][width];
        for (int j = 0; j < features; j++) {
            int row = decoding.rowOf(j) * width;
            for (int l = 0; l < width; l++) {
                weights[j][l] = (float) mask[row + l];
                probabilities[j][l] = (float) slab[row + l];
            }
        }
        return new DecodingMask(weights, probabilities);
    }

    private static double[] values(Entry entry, float[] parameters) {
        double[] values = new double[entry.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters[entry.offset() + i];
        }
        return values;
    }

    /**
     * Whether a feature depends on a latent.
     *
     * @param feature from 0
     * @param latent from 0
     * @return whether p* is above ½
     */
    public boolean keeps(int feature, int latent) {
        return slabProbability[feature][latent] > KEPT;
    }

    /**
     * The weights by latent.
     *
     * @return m × features, a copy
     */
    public float[][] byLatent() {
        float[][] columns = new float[weights[0].length][weights.length];
        for (int l = 0; l < columns.length; l++) {
            for (int j = 0; j < weights.length; j++) {
                columns[l][j] = weights[j][l];
            }
        }
        return columns;
    }

    /**
     * How sparse the mask is: the mean number of latents that a feature depends on.
     *
     * @return from 0 to m
     */
    public double latentsPerFeature() {
        int kept = 0;
        for (float[] row : slabProbability) {
            for (float p : row) {
                kept += p > KEPT ? 1 : 0;
            }
        }
        return (double) kept / slabProbability.length;
    }

    /**
     * Latents on which no feature depends.
     *
     * @return from 0 to m
     */
    public int unusedLatents() {
        int unused = slabProbability[0].length;
        for (int l = 0; l < slabProbability[0].length; l++) {
            boolean used = false;
            for (float[] row : slabProbability) {
                used |= row[l] > KEPT;
            }
            unused -= used ? 1 : 0;
        }
        return unused;
    }
}
