/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.HostCodeStep;
import io.github.sdmvae.prior.Cauchy;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.Laplace;
import io.github.sdmvae.prior.LearnedVariance;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.PseudoInputs;
import io.github.sdmvae.prior.SpikeAndSlab;
import io.github.sdmvae.prior.StandardNormal;
import io.github.sdmvae.prior.StudentT;
import io.github.sdmvae.prior.TwoGaussians;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which priors have kernels here; the others use their own rule on the host. */
final class CpuCodes {
    private static final Map<Class<? extends Prior>, Factory> KERNELS = Map.of(
            StandardNormal.class,
            CpuCodes::gaussian,
            LearnedVariance.class,
            CpuCodes::gaussian,
            Laplace.class,
            continuous(CpuDensities::laplace, CpuClosedForms::laplace),
            Cauchy.class,
            continuous(CpuDensities::cauchy, CpuClosedForms::cauchy),
            StudentT.class,
            continuous(CpuDensities::studentT, CpuClosedForms::none),
            TwoGaussians.class,
            continuous(CpuDensities::twoGaussians, CpuClosedForms::none),
            SpikeAndSlab.class,
            CpuSlab::new,
            PseudoInputs.class,
            CpuPseudoInputs::new);

    private CpuCodes() {}

    /** Makes the kernels for a rule; null if they do not cover it. */
    private interface Factory {
        @Nullable
        CodeStep create(CpuTeam team, CodeRule rule, CodeTensors tensors);
    }

    static CodeStep of(CpuTeam team, CodeRule rule, CodeTensors tensors) {
        Factory factory = KERNELS.get(rule.prior().getClass());
        CodeStep fused = factory == null ? null : factory.create(team, rule, tensors);
        if (fused != null) {
            return fused;
        }
        // With μ and λ alone, whatever the prior, the way back is the same.
        return tensors.shape().heads() == 2 ? new DrawnOnHost(team, rule, tensors) : new HostCodeStep(rule, tensors);
    }

    private static @Nullable CodeStep gaussian(CpuTeam team, CodeRule rule, CodeTensors tensors) {
        CpuGamma gamma = CpuGammas.of(rule.effectiveGamma(), (CpuTensor) tensors.sharedGamma());
        return gamma == null ? null : CpuGaussianCode.of(team, rule, gamma, tensors);
    }

    private static Factory continuous(
            Function<Prior, @Nullable CpuDensity> densities, Function<Prior, @Nullable CpuClosedForm> forms) {
        return (team, rule, tensors) -> {
            CpuCodePass pass = new CpuCodePass(tensors, rule.importance());
            if (rule.sampled()) {
                CpuDensity density = densities.apply(rule.prior());
                return density == null ? null : CpuContinuousCode.drawn(team, pass, density);
            }
            CpuClosedForm form = forms.apply(rule.prior());
            return form == null ? null : CpuContinuousCode.integrated(team, pass, form);
        };
    }

    /** The prior's own rule forward, the fused kernel backward. */
    private static final class DrawnOnHost extends HostCodeStep {
        private final CpuTeam team;
        private final CpuCodePass pass;

        DrawnOnHost(CpuTeam team, CodeRule rule, CodeTensors tensors) {
            super(rule, tensors);
            this.team = team;
            this.pass = new CpuCodePass(tensors, false);
        }

        @Override
        public void backward() {
            CpuRows rows = pass.partition();
            team.run(rows.parts(), p -> rows.each(p, pass::backward));
        }
    }
}
