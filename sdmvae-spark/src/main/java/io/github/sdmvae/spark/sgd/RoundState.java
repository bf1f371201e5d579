/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.graph.ParameterLayout.Entry;
import io.github.sdmvae.model.ModelDefinition;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a round starts from and ends with. Not copied: nobody writes to the arrays.
 *
 * <p><b>Why an average is an exchange.</b> At a step, workers with an {@link io.github.sdmvae.engine.Exchange} sum two things:
 * statistics of the batch and the gradient. Both enter the state by running means with the same weights for all workers: the
 * shared γ's {@code m ← ρ m + (1-ρ) s}, Adam's {@code m ← β₁ m + (1-β₁) g}. These are linear in s and g, so the mean of the
 * workers' states is the state that the summed statistics and gradients of all workers would have given, for the steps that
 * the workers took: for H = 1 that of an exchange at the step itself, to the rounding of single precision. What is not linear
 * differs: within a round each worker scales by its own γ and divides by its own second moments, and free bits and the
 * selector's entropy, which leave no state behind, are taken of each worker's own batches. The parameters' mean is local SGD's
 * approximation, the rest is bookkeeping.
 *
 * @param values all parameters; a learned dictionary is one of them
 * @param first Adam's running mean of the gradient; empty if moments are reset
 * @param second of its square; likewise
 * @param sharedGamma running means of μ² + σ² and their weight
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
record RoundState(float[] values, float[] first, float[] second, float[] sharedGamma) {
    private static final String DICTIONARY = "dictionary";

    static RoundState of(Parameters parameters, boolean moments) {
        return new RoundState(
                parameters.read(Store.VALUES),
                moments ? parameters.read(Store.FIRST_MOMENT) : new float[0],
                moments ? parameters.read(Store.SECOND_MOMENT) : new float[0],
                parameters.read(Store.SHARED_GAMMA));
    }

    void writeTo(Parameters parameters) {
        parameters.write(Store.VALUES, values);
        parameters.write(Store.SHARED_GAMMA, sharedGamma);
        boolean reset = first.length == 0;
        parameters.write(Store.FIRST_MOMENT, reset ? new float[values.length] : first);
        parameters.write(Store.SECOND_MOMENT, reset ? new float[values.length] : second);
    }

    private List<float[]> arrays() {
        return List.of(values, first, second, sharedGamma);
    }

    byte[] toBytes() {
        int floats = arrays().stream().mapToInt(a -> a.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(16, Math.multiplyExact(4, floats)))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float[] array : arrays()) {
            bytes.putInt(array.length);
            for (float value : array) {
                bytes.putFloat(value);
            }
        }
        return bytes.array();
    }

    static RoundState of(ByteBuffer bytes) {
        ByteBuffer buffer = bytes.order(ByteOrder.LITTLE_ENDIAN);
        List<float[]> arrays = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            float[] array = new float[buffer.getInt()];
            for (int j = 0; j < array.length; j++) {
                array[j] = buffer.getFloat();
            }
            arrays.add(array);
        }
        return new RoundState(arrays.get(0), arrays.get(1), arrays.get(2), arrays.get(3));
    }

    /** The mean over all workers, summed in their order in double precision; of a single one that one itself. */
    static RoundState mean(List<RoundState> workers, ModelDefinition definition) {
        if (workers.size() == 1) {
            return workers.get(0);
        }
        List<float[]> means = new ArrayList<>();
        for (int a = 0; a < 4; a++) {
            means.add(mean(workers, a));
        }
        float[] values = means.get(0);
        if (definition.dictionary().isLearned()) {
            scaleAtoms(values, definition);
        }
        return new RoundState(values, means.get(1), means.get(2), means.get(3));
    }

    private static float[] mean(List<RoundState> workers, int which) {
        float[] mean = new float[workers.get(0).arrays().get(which).length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (RoundState worker : workers) {
                sum += worker.arrays().get(which)[i];
            }
            mean[i] = (float) (sum / workers.size());
        }
        return mean;
    }

    /** The mean of unit vectors is shorter than 1. */
    private static void scaleAtoms(float[] values, ModelDefinition definition) {
        Dictionary dictionary = definition.dictionary();
        Entry entry = definition.graph().layout().entries().stream()
                .filter(e -> e.name().equals(DICTIONARY))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a learned dictionary must be among the parameters"));
        int k = dictionary.atoms();
        for (int j = 0; j < k; j++) {
            double squares = 0;
            for (int i = entry.offset() + j; i < entry.offset() + entry.length(); i += k) {
                squares += (double) values[i] * values[i];
            }
            double norm = Math.sqrt(squares);
            for (int i = entry.offset() + j; norm > 0 && i < entry.offset() + entry.length(); i += k) {
                values[i] = (float) (values[i] / norm);
            }
        }
    }

    boolean isFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
