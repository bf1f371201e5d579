/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a model has learned. Immutable: arrays are copied in and out.
 */
public final class ModelState {
    private final float[] parameters;
    private final GammaUpdate gamma;
    private final float[] sharedGamma;
    private final float @Nullable [] meanGamma;
    private final ElboStrategy elbo;
    private final Provenance provenance;
    private final Notes notes;

    private ModelState(
            float[] parameters,
            GammaUpdate gamma,
            float[] sharedGamma,
            float @Nullable [] meanGamma,
            ElboStrategy elbo,
            Provenance provenance,
            Notes notes) {
        this.parameters = parameters.clone();
        this.gamma = gamma;
        this.sharedGamma = sharedGamma.clone();
        this.meanGamma = meanGamma == null ? null : meanGamma.clone();
        this.elbo = elbo;
        this.provenance = provenance;
        this.notes = notes;
    }

    /**
     * A state from its parts, evaluated {@linkplain ElboStrategy#asPublished() as published} unless {@link #withElbo} says
     * otherwise.
     *
     * @param parameters all weights, in the order of the model file's arrays
     * @param gamma the γ update in force
     * @param sharedGamma k running means and their weight; zeros unless {@code gamma} is shared
     * @param meanGamma γ̄, the mean γ of each code entry over the training data; null if unknown
     * @param provenance where it comes from
     * @return the state
     * @throws IllegalArgumentException if a parameter is not finite
     */
    public static ModelState of(
            float[] parameters,
            GammaUpdate gamma,
            float[] sharedGamma,
            float @Nullable [] meanGamma,
            Provenance provenance) {
        for (int i = 0; i < parameters.length; i++) {
            if (!Float.isFinite(parameters[i])) {
                throw new IllegalArgumentException("parameters must be finite, number " + i + " is " + parameters[i]);
            }
        }
        return new ModelState(
                parameters, gamma, sharedGamma, meanGamma, ElboStrategy.asPublished(), provenance, Notes.NONE);
    }

    /**
     * The initial state of a model: weights and biases uniform on ±1/√fan-in.
     *
     * @param definition the model
     * @return its state before training
     */
    public static ModelState initial(ModelDefinition definition) {
        return new ModelState(
                definition.graph().layout().initialise(definition.seed()),
                GammaUpdate.closedForm(),
                new float[definition.codeSize() + 1],
                null,
                ElboStrategy.asPublished(),
                Provenance.now("", java.util.Map.of()),
                Notes.NONE);
    }

    /**
     * All weights.
     *
     * @return a copy
     */
    public float[] parameters() {
        return parameters.clone();
    }

    /** Copies of the weights by name, in the order of the data's way. */
    Map<String, NpyArray> weights(ParameterLayout layout) {
        Map<String, NpyArray> weights = new LinkedHashMap<>();
        for (ParameterLayout.Entry e : layout.entries()) {
            float[] values = Arrays.copyOfRange(parameters, e.offset(), e.offset() + e.length());
            weights.put(e.name(), NpyArray.of(values, e.shape()));
        }
        return weights;
    }

    /**
     * The γ update that the model was trained with.
     *
     * @return the closed form, unless the trainer was told otherwise
     */
    public GammaUpdate gamma() {
        return gamma;
    }

    /**
     * The state of the shared γ update.
     *
     * @return a copy: k running means of μ² + σ², and their weight
     */
    public float[] sharedGamma() {
        return sharedGamma.clone();
    }

    /**
     * γ̄, the mean γ of each code entry over the training data.
     *
     * @return a copy, or null if the model was not trained or has no γ
     */
    public float @Nullable [] meanGamma() {
        return meanGamma == null ? null : meanGamma.clone();
    }

    /**
     * How the bound was estimated in training, as far as it matters for evaluating: divergence, draws, and β of the
     * validation.
     *
     * @return without free bits, β constant; as published with β = 1 if the model was not trained, or comes from a file
     *     written before models kept it
     */
    public ElboStrategy elbo() {
        return elbo;
    }

    /**
     * The same state with another estimate of the bound to be evaluated with.
     *
     * @param trained what the model was trained with
     * @return a state that keeps {@link ElboStrategy#forValidation()} of it
     */
    public ModelState withElbo(ElboStrategy trained) {
        return new ModelState(parameters, gamma, sharedGamma, meanGamma, trained.forValidation(), provenance, notes);
    }

    /**
     * Where the state comes from.
     *
     * @return the provenance
     */
    public Provenance provenance() {
        return provenance;
    }

    /** What others have written on the model. */
    Notes notes() {
        return notes;
    }

    /** The same model in other numbers. */
    ModelState withNumbers(float[] others, float[] othersShared, float[] othersMean, Provenance from) {
        return new ModelState(others, gamma, othersShared, othersMean, elbo, from, notes);
    }

    ModelState withNotes(Notes given) {
        return new ModelState(parameters, gamma, sharedGamma, meanGamma, elbo, provenance, given);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelState s
                && Arrays.equals(parameters, s.parameters)
                && gamma.equals(s.gamma)
                && Arrays.equals(sharedGamma, s.sharedGamma)
                && Arrays.equals(meanGamma, s.meanGamma)
                && elbo.equals(s.elbo)
                && provenance.equals(s.provenance)
                && notes.equals(s.notes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parameters);
    }
}
