/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.model.Definitions;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** A divergence between two distributions, integrated, is never below zero. */
class DivergencePropertiesTest {
    private static final CpuTeam TEAM = new CpuTeam(1);
    private static final List<KernelEngine> ENGINES =
            List.of(new CpuEngine(TEAM, false), HostEngine.of(Precision.FLOAT64));

    @AfterContainer
    static void endHelpers() {
        TEAM.close();
    }

    @Provide
    Arbitrary<Prior> integrated() {
        return Definitions.priors().filter(DivergencePropertiesTest::isIntegrated);
    }

    private static boolean isIntegrated(Prior prior) {
        if (!prior.isDistribution()) {
            return false;
        }
        try {
            return !rule(prior).sampled();
        } catch (IllegalArgumentException e) {
            return false; // Student-t and mixtures have no closed form
        }
    }

    private static CodeRule rule(Prior prior) {
        GammaUpdate stated = prior.statedGamma();
        return CodeRule.of(prior, stated == null ? GammaUpdate.closedForm() : stated, ElboStrategy.closedForm());
    }

    @Property(tries = 200, seed = "7")
    void closedForm_isNeverNegative(
            @ForAll("integrated") Prior prior,
            @ForAll @IntRange(min = 1, max = 20) int rows,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 0, max = 3) int spread,
            @ForAll long seed) {
        CodeRule rule = rule(prior);
        for (KernelEngine engine : ENGINES) {
            Tensor shared = engine.allocate(1, width + 1);
            CodeTensors t = new CodeTensors(engine, prior.shape(width), rows, 1, shared);
            fill(t.heads(), new Random(seed), Math.pow(4, spread - 2));
            fill(t.noise(), new Random(seed + 1), 1);
            CodeStep step = engine.code(rule, t);
            if (rule.sharesGamma()) {
                step.share(step.moments(rows), rows);
            }
            step.sample(new CodePass(prior.relaxation(Long.MAX_VALUE), 1));
            double[] divergence = new double[t.divergence().length()];
            t.divergence().read(divergence);
            double rounding = engine.precision() == Precision.FLOAT64 ? 1e-12 : 2e-6;
            for (double value : divergence) {
                assertThat(value)
                        .as("%s on %s", prior, engine.name())
                        .isFinite()
                        .isGreaterThanOrEqualTo(-rounding);
            }
        }
    }

    private static void fill(Tensor tensor, Random random, double spread) {
        float[] values = new float[tensor.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (spread * random.nextGaussian());
        }
        tensor.write(values, 0);
    }
}
