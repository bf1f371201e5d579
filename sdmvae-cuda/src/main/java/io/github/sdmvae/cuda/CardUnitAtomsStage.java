/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.DictionaryNode;
import io.github.sdmvae.graph.UnitAtomsNode;
import org.jspecify.annotations.Nullable;

/** Passes on what comes; after an update it restores the norms of the atoms. */
final class CardUnitAtomsStage implements WatchedStage {
    private static final int THREADS = 256;

    private final RecordingEngine engine;
    private final Dictionary dictionary;
    private final Tensor through;
    private final @Nullable Tensor dThrough;
    private final CudaTensor weight;
    private final long learned;
    private final long room;
    private final long trouble;

    CardUnitAtomsStage(RecordingEngine engine, Request request) {
        this.engine = engine;
        UnitAtomsNode node = (UnitAtomsNode) request.node();
        dictionary = node.dictionary();
        through = request.in();
        dThrough = request.dIn();
        weight = engine.on(request.parameters().named(node.weight()));
        learned = dictionary.isLearned()
                ? engine.on(request.parameters().named(DictionaryNode.DICTIONARY))
                        .address()
                : 0;
        room = room();
        trouble = engine.doubles(1);
    }

    /** Room as the text divides it, a fixed dictionary in its place. */
    private long room() {
        int m = weight.rows();
        int k = dictionary.atoms();
        int h = weight.columns();
        double[] all = new double
                [Math.addExact(Math.multiplyExact(m + k, h), Math.addExact(Math.multiplyExact(m + 2 * k, k), 2 * k))];
        if (!dictionary.isIdentity() && !dictionary.isLearned()) {
            System.arraycopy(dictionary.toArray(), 0, all, m * h, m * k);
        }
        return engine.doubles(all);
    }

    @Override
    public Tensor output() {
        return through;
    }

    @Override
    public @Nullable Tensor outputGradient() {
        return dThrough;
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
        engine.run(engine.kernels()
                .blocks(
                        KernelText.ATOMS,
                        "unit_atoms",
                        1,
                        1,
                        THREADS,
                        weight.address(),
                        learned,
                        room,
                        trouble,
                        weight.rows(),
                        dictionary.atoms(),
                        weight.columns(),
                        dictionary.isIdentity() ? 1 : 0));
    }

    @Override
    public long trouble() {
        return trouble;
    }

    @Override
    public RuntimeException failure(double code) {
        if (code < 0) {
            return new IllegalStateException("atom " + (int) (-1 - code)
                    + " cannot be brought to norm 1: its weights behind the dictionary are 0, or all but that");
        }
        return new IllegalStateException("the " + dictionary.atoms() + " atoms of the dictionary in " + weight.rows()
                + " dimensions cannot all have norm 1 where the code enters the decoder (" + weight.columns()
                + " units): a squared norm is off by " + code);
    }
}
