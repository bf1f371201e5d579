/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.prior.Cauchy;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.Laplace;
import io.github.sdmvae.prior.LearnedVariance;
import io.github.sdmvae.prior.PointCode;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.PseudoInputs;
import io.github.sdmvae.prior.SpikeAndSlab;
import io.github.sdmvae.prior.StandardNormal;
import io.github.sdmvae.prior.StudentT;
import io.github.sdmvae.prior.TwoGaussians;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A prior with its γ update as the kernels have it. One for every prior of the library; a new one is a line here. */
interface CodePart {
    Map<Class<? extends Prior>, Function<CodeRule, @Nullable CodePart>> PARTS = Map.of(
            StandardNormal.class, ContinuousCode::gaussian,
            LearnedVariance.class, ContinuousCode::gaussian,
            Laplace.class, ContinuousCode::laplace,
            Cauchy.class, ContinuousCode::cauchy,
            StudentT.class, ContinuousCode::student,
            TwoGaussians.class, ContinuousCode::mixture,
            SpikeAndSlab.class, rule -> new SlabCode(((SpikeAndSlab) rule.prior()).alpha(), 0),
            PseudoInputs.class, rule -> SlabCode.of((PseudoInputs) rule.prior()),
            PointCode.class, rule -> new PointPart(((PointCode) rule.prior()).penalty()));

    /** Null for a user's own prior or γ update. */
    static @Nullable CodePart of(CodeRule rule) {
        Function<CodeRule, @Nullable CodePart> part = PARTS.get(rule.prior().getClass());
        return part == null ? null : part.apply(rule);
    }

    /**
     * What the kernels of the code work on.
     *
     * @param state of the step
     * @param drawn divergence of every entry of every draw, doubles; 0 unless weights are wanted
     * @param weights of every draw, doubles
     * @param t arrays
     * @param transfers where further room is allocated
     */
    record Arrays(long state, long drawn, long weights, CodeTensors t, Transfers transfers) {
        long heads() {
            return address(t.heads());
        }

        long dHeads() {
            return address(t.dHeads());
        }

        long noise() {
            return address(t.noise());
        }

        static long address(Tensor tensor) {
            return ((CudaTensor) tensor).address();
        }

        int width() {
            return t.shape().width();
        }

        /** Entries of the batch's codes. */
        int entries() {
            return t.rows() * width();
        }
    }

    /** Takes the batch into the shared γ; nothing where none is. */
    default void share(Sequence work, Kernels kernels, Arrays a) {}

    /** Heads and noise → code, γ, divergence, hyperprior, and the divergence's part of dHeads. */
    void sample(Sequence work, Kernels kernels, Arrays a);

    /** Adds the reconstruction's part. */
    void backward(Sequence work, Kernels kernels, Arrays a);

    /** Replaces the divergence's part by one with a weight for every draw. */
    default void weigh(Sequence work, Kernels kernels, Arrays a) {
        throw new UnsupportedOperationException("this prior's draws have no density");
    }

    /**
     * A code without spread.
     *
     * @param penalty on absolute values
     */
    record PointPart(double penalty) implements CodePart {
        @Override
        public void sample(Sequence work, Kernels kernels, Arrays a) {
            work.then(kernels.each(
                    KernelText.CODE,
                    "point_sample",
                    a.entries(),
                    a.state(),
                    a.heads(),
                    Arrays.address(a.t().code()),
                    a.dHeads(),
                    Arrays.address(a.t().divergence()),
                    a.entries(),
                    penalty));
        }

        @Override
        public void backward(Sequence work, Kernels kernels, Arrays a) {
            work.then(kernels.each(
                    KernelText.CODE,
                    "point_backward",
                    a.entries(),
                    Arrays.address(a.t().dCode()),
                    a.dHeads(),
                    a.entries()));
        }
    }
}
