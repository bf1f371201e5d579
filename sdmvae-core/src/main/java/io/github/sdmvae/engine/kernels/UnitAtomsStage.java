/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.dictionary.UnitAtoms;
import io.github.sdmvae.graph.DictionaryNode;
import io.github.sdmvae.graph.UnitAtomsNode;
import org.jspecify.annotations.Nullable;

/** Passes on what comes; after an update it restores the norms of the atoms, in double precision on every engine. */
final class UnitAtomsStage implements Stage {
    private final Tensor through;
    private final @Nullable Tensor dThrough;
    private final Tensor weight;
    private final @Nullable Tensor learned;
    private final double @Nullable [] dictionary;
    private final double[] values;
    private final UnitAtoms atoms;

    UnitAtomsStage(Request request) {
        UnitAtomsNode node = (UnitAtomsNode) request.node();
        through = request.in();
        dThrough = request.dIn();
        weight = request.parameters().named(node.weight());
        learned = node.dictionary().isLearned() ? request.parameters().named(DictionaryNode.DICTIONARY) : null;
        dictionary = node.dictionary().isIdentity() ? null : node.dictionary().toArray();
        values = new double[weight.length()];
        atoms = node.shape();
    }

    @Override
    public Tensor output() {
        return through;
    }

    @Override
    public @Nullable Tensor outputGradient() {
        return dThrough;
    }

    /** Its neighbours' arrays are counted there. */
    @Override
    public long values() {
        return 0;
    }

    @Override
    public void forward() {
        // The layer behind reads what the one before wrote.
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        // The layer behind writes where the one before reads.
    }

    @Override
    public void afterUpdate() {
        if (learned != null && dictionary != null) {
            learned.read(dictionary);
        }
        weight.read(values);
        atoms.project(dictionary, values);
        weight.write(values);
    }
}
