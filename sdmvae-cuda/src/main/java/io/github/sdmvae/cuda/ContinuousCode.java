/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.prior.ClosedForm;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.CustomGamma;
import io.github.sdmvae.prior.EntryGamma;
import io.github.sdmvae.prior.FixedGamma;
import io.github.sdmvae.prior.GammaFunction;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.InverseGamma;
import io.github.sdmvae.prior.Laplace;
import io.github.sdmvae.prior.SharedGamma;
import io.github.sdmvae.prior.StudentT;
import io.github.sdmvae.prior.TwoGaussians;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.math3.special.Gamma;
import org.jspecify.annotations.Nullable;

/**
 * Codes drawn as a = μ + σ ε, under a Gaussian, Laplace, Cauchy, Student-t or mixture prior.
 *
 * @param kind as in the text
 * @param numbers four constants of the prior
 * @param variance how γ is found
 * @param sampled whether the divergence is averaged over draws
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ContinuousCode(int kind, double[] numbers, Variance variance, boolean sampled) implements CodePart {
    private static final int GAUSSIAN = 0;
    private static final int THREADS = 256;
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final Map<Class<? extends GammaUpdate>, Function<GammaUpdate, @Nullable Variance>> VARIANCES =
            Map.of(
                    FixedGamma.class, u -> new Variance(0, ((FixedGamma) u).value(), 1, null, 0),
                    ClosedForm.class, u -> new Variance(1, 0, 1, null, 0),
                    InverseGamma.class, u -> inverseGamma((InverseGamma) u),
                    SharedGamma.class, u -> new Variance(2, 0, 1, null, ((SharedGamma) u).decay()),
                    CustomGamma.class, u -> byEntry(((CustomGamma) u).function()));

    /**
     * A γ update.
     *
     * @param kind as in the text
     * @param plus added to the second moment, or the value itself
     * @param times what the sum is multiplied by
     * @param hyperprior null for none
     * @param decay of a shared one
     * @param byEntry a value for each code entry; null for none
     */
    record Variance(
            int kind,
            double plus,
            double times,
            @Nullable InverseGamma hyperprior,
            double decay,
            double @Nullable [] byEntry) {

        Variance(int kind, double plus, double times, @Nullable InverseGamma hyperprior, double decay) {
            this(kind, plus, times, hyperprior, decay, null);
        }
    }

    /** Null for a user's own function. */
    private static @Nullable Variance byEntry(GammaFunction function) {
        return function instanceof EntryGamma entries ? new Variance(3, 0, 1, null, 0, entries.values()) : null;
    }

    private static Variance inverseGamma(InverseGamma rule) {
        return new Variance(1, 2 * rule.beta(), 1 / (3 + 2 * rule.alpha()), rule, 0);
    }

    static @Nullable CodePart gaussian(CodeRule rule) {
        GammaUpdate update = rule.effectiveGamma();
        Function<GammaUpdate, @Nullable Variance> known = VARIANCES.get(update.getClass());
        Variance variance = known == null ? null : known.apply(update);
        return variance == null ? null : new ContinuousCode(GAUSSIAN, new double[4], variance, rule.sampled());
    }

    private static CodePart plain(int kind, CodeRule rule, double... numbers) {
        return new ContinuousCode(
                kind, java.util.Arrays.copyOf(numbers, 4), new Variance(0, 1, 1, null, 0), rule.sampled());
    }

    static CodePart laplace(CodeRule rule) {
        double scale = ((Laplace) rule.prior()).scale();
        return plain(1, rule, scale, Math.log(2 * scale));
    }

    static CodePart cauchy(CodeRule rule) {
        return plain(2, rule);
    }

    static CodePart student(CodeRule rule) {
        double degrees = ((StudentT) rule.prior()).degrees();
        double normaliser =
                Gamma.logGamma(degrees / 2) - Gamma.logGamma((degrees + 1) / 2) + 0.5 * Math.log(degrees * Math.PI);
        return plain(3, rule, degrees, normaliser);
    }

    static CodePart mixture(CodeRule rule) {
        TwoGaussians p = (TwoGaussians) rule.prior();
        return plain(
                4,
                rule,
                Math.log(p.weight()) - HALF_LOG_TWO_PI - Math.log(p.deviation1()),
                Math.log1p(-p.weight()) - HALF_LOG_TWO_PI - Math.log(p.deviation2()),
                p.deviation1(),
                p.deviation2());
    }

    @Override
    public void share(Sequence work, Kernels kernels, Arrays a) {
        if (variance.kind() == 2) {
            work.then(kernels.blocks(
                    KernelText.CODE,
                    "share_gamma",
                    a.width(),
                    1,
                    THREADS,
                    a.heads(),
                    Arrays.address(a.t().sharedGamma()),
                    a.t().rows(),
                    a.width(),
                    variance.decay()));
        }
    }

    /** What the kernel reads of each entry's variance, where it does. */
    private CudaTensor ofEntries(Sequence work, Arrays a) {
        double[] given = variance.byEntry();
        if (given == null) {
            return (CudaTensor) a.t().sharedGamma();
        }
        CudaTensor there = work.keep(CudaTensor.zeros(a.transfers(), 1, given.length));
        there.write(given);
        return there;
    }

    @Override
    public void sample(Sequence work, Kernels kernels, Arrays a) {
        InverseGamma hyper = variance.hyperprior();
        work.then(kernels.each(
                KernelText.CODE,
                "code_sample",
                a.entries(),
                a.state(),
                a.heads(),
                a.noise(),
                Arrays.address(a.t().code()),
                a.dHeads(),
                Arrays.address(a.t().gamma()),
                Arrays.address(a.t().divergence()),
                Arrays.address(a.t().hyperprior()),
                ofEntries(work, a).address(),
                a.drawn(),
                a.t().rows(),
                a.t().samples(),
                a.width(),
                sampled ? 1 : 0,
                kind,
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                variance.kind(),
                variance.plus(),
                variance.times(),
                hyper == null ? 0 : 1,
                hyper == null ? 0.0 : hyper.alpha() + 1,
                hyper == null ? 0.0 : hyper.beta(),
                hyper == null ? 0.0 : hyper.hyperpriorConstant()));
    }

    @Override
    public void backward(Sequence work, Kernels kernels, Arrays a) {
        work.then(kernels.each(
                KernelText.CODE,
                "code_backward",
                a.entries(),
                Arrays.address(a.t().dCode()),
                a.heads(),
                a.noise(),
                a.dHeads(),
                a.t().rows(),
                a.t().samples(),
                a.width()));
    }

    @Override
    public void weigh(Sequence work, Kernels kernels, Arrays a) {
        work.then(kernels.each(
                KernelText.CODE,
                "code_weigh",
                a.entries(),
                a.state(),
                a.heads(),
                a.noise(),
                a.dHeads(),
                Arrays.address(a.t().gamma()),
                a.weights(),
                a.t().rows(),
                a.t().samples(),
                a.width(),
                kind,
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3]));
    }
}
