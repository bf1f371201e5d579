/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.graph.ParameterLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.jspecify.annotations.Nullable;

/**
 * A model's code entries brought to unit mean γ. Entry j is multiplied by c_j: its columns of the encoder's last layer are
 * (μ_j by c_j, log σ²_j plus 2 log c_j), and the rows {@code A = Dᵀ W} of the decoder's first layer W are divided by it.
 */
@SuppressWarnings("ArrayRecordComponent") // internal: never compared
record CanonicalScale(ModelDefinition definition, ModelState state, double[] factors) {
    /** Of a pivot, relative to the atoms' squared norm of 1: below it they count as linearly dependent. */
    private static final double INDEPENDENT = 1e-9;

    private static final String FIXED = "code entries cannot be brought to another scale: ";

    static CanonicalScale of(ModelDefinition definition, ModelState state) {
        String refusal = refusal(definition, state);
        float[] mean = state.meanGamma();
        if (refusal != null || mean == null) {
            throw new IllegalStateException(refusal);
        }
        double[] factors = new double[mean.length];
        for (int j = 0; j < factors.length; j++) {
            factors[j] = 1 / Math.sqrt(mean[j]);
            if (!(factors[j] > 0 && Double.isFinite(factors[j]))) {
                throw new IllegalStateException("code entry " + j + " has no size: its mean variance is " + mean[j]);
            }
        }
        return new CanonicalScale(definition, state, factors);
    }

    /** Why the model has no canonical scale; null if it has one. */
    static @Nullable String refusal(ModelDefinition definition, ModelState state) {
        String why = definition.prior().fixedScale(state.gamma());
        String part = otherReader(definition);
        if (why != null) {
            return FIXED + "the prior '" + definition.prior().name() + "' " + why;
        }
        if (part != null) {
            return FIXED + "not yet supported for models with " + part;
        }
        return state.meanGamma() != null
                ? null
                : "this model has learned variances but was not trained: the size of its code entries comes from the"
                        + " training data; train it first";
    }

    /** What reads the code elsewhere than D and the decoder's first layer, so that it would have to be changed, too. */
    private static @Nullable String otherReader(ModelDefinition definition) {
        if (definition.selector() != null) {
            return "a dimension selector";
        }
        if (definition.dynamics() != null) {
            return "dynamics";
        }
        return definition.sparseDecoding() != null ? "sparse decoding" : null;
    }

    ModelState rescale(Dictionary dictionary) {
        float[] parameters = state.parameters();
        ParameterLayout layout = definition.graph().layout();
        int last = definition.encoderHidden().size();
        heads(parameters, entry(layout, "encoder." + last + ".weight"), false);
        heads(parameters, entry(layout, "encoder." + last + ".bias"), true);
        decoder(parameters, layout, dictionary);
        float[] ones = new float[factors.length];
        Arrays.fill(ones, 1);
        Map<String, String> settings = new TreeMap<>(state.provenance().training());
        settings.put("scale", "canonical");
        Provenance from = state.provenance();
        return state.withNumbers(
                parameters,
                shared(),
                ones,
                new Provenance(
                        from.library(),
                        from.nd4j(),
                        from.java(),
                        from.platform(),
                        from.created(),
                        from.data(),
                        settings));
    }

    private static ParameterLayout.Entry entry(ParameterLayout layout, String name) {
        return layout.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this model has no '" + name + "' to rescale"));
    }

    /** μ in the first k columns, log σ² in the next: of the latter a factor changes the bias alone. */
    private void heads(float[] parameters, ParameterLayout.Entry at, boolean bias) {
        int k = factors.length;
        for (int row = 0; row < at.rows(); row++) {
            int first = at.offset() + row * at.columns();
            for (int j = 0; j < k; j++) {
                parameters[first + j] = (float) (parameters[first + j] * factors[j]);
                if (bias) {
                    parameters[first + k + j] = (float) (parameters[first + k + j] + 2 * Math.log(factors[j]));
                }
            }
        }
    }

    private void decoder(float[] parameters, ParameterLayout layout, Dictionary dictionary) {
        ParameterLayout.Entry at = entry(layout, "decoder.0.weight");
        RealMatrix weight = MatrixUtils.createRealMatrix(at.rows(), at.columns());
        for (int i = 0; i < at.length(); i++) {
            weight.setEntry(i / at.columns(), i % at.columns(), parameters[at.offset() + i]);
        }
        RealMatrix rescaled = dictionary.isIdentity() ? divided(weight) : undone(weight, atoms(dictionary));
        for (int i = 0; i < at.length(); i++) {
            parameters[at.offset() + i] = (float) rescaled.getEntry(i / at.columns(), i % at.columns());
        }
    }

    private RealMatrix divided(RealMatrix rows) {
        RealMatrix divided = rows.copy();
        for (int j = 0; j < factors.length; j++) {
            divided.setRowVector(j, rows.getRowVector(j).mapDivide(factors[j]));
        }
        return divided;
    }

    /** W + D (DᵀD)⁻¹ (A divided − A): of all weights whose atoms are A divided the nearest. */
    private RealMatrix undone(RealMatrix weight, RealMatrix d) {
        RealMatrix atoms = d.transpose().multiply(weight);
        RealMatrix change = divided(atoms).subtract(atoms);
        try {
            CholeskyDecomposition gram = new CholeskyDecomposition(d.transpose().multiply(d), INDEPENDENT, INDEPENDENT);
            return weight.add(d.multiply(gram.getSolver().solve(change)));
        } catch (NonPositiveDefiniteMatrixException e) {
            throw new IllegalStateException(
                    FIXED + "the decoder's first layer would have to undo a"
                            + " factor for each of " + d.getColumnDimension() + " atoms in " + d.getRowDimension()
                            + " dimensions, which are linearly dependent; canonicalFactors() gives the factors",
                    e);
        }
    }

    private static RealMatrix atoms(Dictionary dictionary) {
        int m = dictionary.latentSize();
        int k = dictionary.atoms();
        RealMatrix d = MatrixUtils.createRealMatrix(m, k);
        double[] values = dictionary.toArray();
        for (int i = 0; i < values.length; i++) {
            d.setEntry(i / k, i % k, values[i]);
        }
        return d;
    }

    /** Running means of μ² + σ²; their weight, which comes last, stays. */
    private float[] shared() {
        float[] shared = state.sharedGamma();
        for (int j = 0; j < factors.length; j++) {
            shared[j] = (float) (shared[j] * factors[j] * factors[j]);
        }
        return shared;
    }
}
