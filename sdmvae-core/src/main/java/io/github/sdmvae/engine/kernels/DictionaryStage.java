/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.graph.DictionaryNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code z = D a}; the gradients are {@code da = dz D} and, of a learned dictionary, {@code dD = dzᵀ a}. */
final class DictionaryStage implements Stage {
    private final KernelEngine engine;
    private final boolean learned;
    private final double coherenceBound;
    private final Tensor dictionary;
    private final Tensor code;
    private final @Nullable Tensor dCode;
    private final Tensor latent;
    private final @Nullable Tensor dLatent;

    DictionaryStage(Request request) {
        engine = request.engine();
        Dictionary d = ((DictionaryNode) request.node()).dictionary();
        learned = d.isLearned();
        coherenceBound = d.coherenceBound();
        code = request.in();
        dCode = request.dIn();
        dictionary = learned
                ? request.parameters().named(DictionaryNode.DICTIONARY)
                : engine.allocate(d.latentSize(), d.atoms());
        if (!learned) {
            dictionary.write(d.toArray());
        }
        latent = engine.allocate(code.rows(), d.latentSize());
        dLatent = request.gradient() ? engine.allocate(code.rows(), d.latentSize()) : null;
    }

    @Override
    public Tensor output() {
        return latent;
    }

    @Override
    public @Nullable Tensor outputGradient() {
        return dLatent;
    }

    @Override
    public void forward() {
        engine.multiply(code, false, dictionary, true, latent);
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        Tensor d = Objects.requireNonNull(dLatent);
        if (dCode != null) {
            engine.multiply(d, false, dictionary, false, dCode);
        }
        if (learned && target != null) {
            engine.multiply(d, true, code, false, target.named(DictionaryNode.DICTIONARY));
        }
    }

    @Override
    public void afterUpdate() {
        if (learned) {
            engine.unitColumns(dictionary);
            if (coherenceBound < 1) {
                engine.boundCoherence(dictionary, coherenceBound);
            }
        }
    }
}
