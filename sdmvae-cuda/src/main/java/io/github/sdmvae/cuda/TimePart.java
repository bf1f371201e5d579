/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.prior.Anchored;
import io.github.sdmvae.prior.ClosedForm;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.CorrelatedBlocks;
import io.github.sdmvae.prior.FixedGamma;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Innovation;
import io.github.sdmvae.prior.InverseGamma;
import io.github.sdmvae.prior.LearnedVariance;
import io.github.sdmvae.prior.Markov;
import io.github.sdmvae.prior.StandardNormal;
import io.github.sdmvae.prior.Windowed;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A prior along time, with its γ update, as the kernels have it. A new one is a line here and a case or a kernel in the text. */
interface TimePart {
    Map<Class<? extends GammaUpdate>, Function<GammaUpdate, TimePart>> PARTS = Map.of(
            FixedGamma.class, u -> new ByFrame(0, ((FixedGamma) u).value(), 1, null),
            ClosedForm.class, u -> new ByFrame(1, 0, 1, null),
            InverseGamma.class, u -> inverseGamma((InverseGamma) u),
            Innovation.class, u -> new ByFrame(2, 0, 1, null),
            Anchored.class, u -> new ByFrame(3, ((Anchored) u).kappa(), 1, null),
            Windowed.class, u -> new Window((Windowed) u),
            CorrelatedBlocks.class, u -> new Blocks((CorrelatedBlocks) u));
    /** Priors whose rule is that of their γ update. */
    Set<Class<?>> BY_GAMMA = Set.of(StandardNormal.class, LearnedVariance.class);

    /** Null for a user's own prior or γ update. */
    static @Nullable TimePart of(CodeRule rule) {
        if (rule.prior().getClass() == Markov.class) {
            return new ByFrame(4, 0, 1, null);
        }
        GammaUpdate update = rule.effectiveGamma();
        Function<GammaUpdate, TimePart> part = PARTS.get(update.getClass());
        return part == null || !BY_GAMMA.contains(rule.prior().getClass()) ? null : part.apply(update);
    }

    private static TimePart inverseGamma(InverseGamma rule) {
        return new ByFrame(1, 2 * rule.beta(), 1 / (3 + 2 * rule.alpha()), rule);
    }

    /** Heads and predictions → γ, divergence, hyperprior and gradients. */
    void evaluate(RecordingEngine engine, TimeTensors t);

    /**
     * A rule that looks at a frame alone, and at what was predicted of it.
     *
     * @param kind as in the text
     * @param plus added to the second moment; the value itself; κ
     * @param times what the sum is multiplied by
     * @param hyperprior null for none beside an anchor's own
     */
    record ByFrame(
            int kind, double plus, double times, @Nullable InverseGamma hyperprior) implements TimePart {
        @Override
        public void evaluate(RecordingEngine engine, TimeTensors t) {
            engine.run(engine.kernels()
                    .each(
                            KernelText.TIME,
                            "rule_by_frame",
                            t.entries(),
                            t.heads().address(),
                            t.valid().address(),
                            TimeTensors.address(t.mean()),
                            TimeTensors.address(t.variance()),
                            t.gamma().address(),
                            t.divergence().address(),
                            t.hyperprior().address(),
                            t.dMean().address(),
                            t.dLogVariance().address(),
                            TimeTensors.address(t.dPredictedMean()),
                            TimeTensors.address(t.dPredictedVariance()),
                            t.entries(),
                            t.width(),
                            kind,
                            plus,
                            times,
                            hyperprior == null ? 0 : 1,
                            hyperprior == null ? 0.0 : hyperprior.alpha() + 1,
                            hyperprior == null ? 0.0 : hyperprior.beta(),
                            hyperprior == null ? 0.0 : hyperprior.hyperpriorConstant()));
        }
    }

    /**
     * γ from a window of frames.
     *
     * @param rule smoothed or coupled
     */
    record Window(Windowed rule) implements TimePart {
        @Override
        public void evaluate(RecordingEngine engine, TimeTensors t) {
            double[] weights =
                    rule.weights().stream().mapToDouble(Double::doubleValue).toArray();
            long gammas = engine.doubles(t.entries());
            long there = engine.doubles(weights);
            int reach = weights.length - 1;
            int coupled = rule.coupled() ? 1 : 0;
            engine.run(engine.kernels()
                    .each(
                            KernelText.TIME,
                            "window_gamma",
                            t.entries(),
                            engine.state(),
                            t.heads().address(),
                            gammas,
                            there,
                            reach,
                            coupled,
                            t.entries(),
                            t.sequences(),
                            t.width()));
            engine.run(engine.kernels()
                    .each(
                            KernelText.TIME,
                            "window_rule",
                            t.entries(),
                            engine.state(),
                            t.heads().address(),
                            gammas,
                            t.gamma().address(),
                            t.divergence().address(),
                            t.hyperprior().address(),
                            t.dMean().address(),
                            t.dLogVariance().address(),
                            there,
                            reach,
                            coupled,
                            t.entries(),
                            t.sequences(),
                            t.width()));
        }
    }

    /**
     * One γ for frames in a row.
     *
     * @param rule size and correlation of blocks
     */
    record Blocks(CorrelatedBlocks rule) implements TimePart {
        @Override
        public void evaluate(RecordingEngine engine, TimeTensors t) {
            engine.run(engine.kernels()
                    .each(
                            KernelText.TIME,
                            "block_rule",
                            t.entries(),
                            engine.state(),
                            t.heads().address(),
                            t.gamma().address(),
                            t.divergence().address(),
                            t.hyperprior().address(),
                            t.dMean().address(),
                            t.dLogVariance().address(),
                            rule.size(),
                            rule.correlation(),
                            t.entries(),
                            t.sequences(),
                            t.width()));
        }
    }
}
