/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.HostCodeStep;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rules have fused kernels. A rule that lost them would still be right, and slow. */
class CpuCodesTest {
    private static final CpuTeam TEAM = new CpuTeam(1);

    @AfterAll
    static void endHelpers() {
        TEAM.close();
    }

    private static CodeStep step(Prior prior, ElboStrategy elbo) {
        CpuEngine engine = new CpuEngine(TEAM, false);
        CodeTensors tensors = new CodeTensors(engine, prior.shape(4), 3, elbo.samples(), engine.allocate(1, 5));
        return engine.code(CodeRule.of(prior, GammaUpdate.closedForm(), elbo), tensors);
    }

    static Stream<Arguments> fused() {
        ElboStrategy published = ElboStrategy.asPublished();
        Stream<Arguments> asPublished = Stream.of(
                        Prior.standardNormal(),
                        Prior.learnedVariance(),
                        Prior.laplace(0.3),
                        Prior.cauchy(),
                        Prior.studentT(3),
                        Prior.gaussianMixture(0.5, 1, 0.1),
                        Prior.spikeAndSlab(0.2),
                        Prior.pseudoInputs(0.2, 3))
                .map(prior -> Arguments.of(prior, published));
        Stream<Arguments> integrated =
                Stream.of(Prior.laplace(), Prior.cauchy()).map(prior -> Arguments.of(prior, ElboStrategy.closedForm()));
        Stream<Arguments> weighted = Stream.of(
                        Prior.standardNormal(), Prior.learnedVariance(), Prior.studentT(3), Prior.cauchy())
                .map(prior -> Arguments.of(prior, ElboStrategy.importanceWeighted(5)));
        return Stream.of(asPublished, integrated, weighted).flatMap(cases -> cases);
    }

    @ParameterizedTest
    @MethodSource("fused")
    void rule_hasKernels(Prior prior, ElboStrategy elbo) {
        assertThat(step(prior, elbo)).isNotInstanceOf(HostCodeStep.class);
    }

    static Stream<Prior> beyondSinglePrecision() {
        return Stream.of(
                Prior.laplace(1e-7),
                Prior.studentT(1e9),
                Prior.studentT(1e-9),
                Prior.gaussianMixture(0.5, 1e-9, 1),
                Prior.gaussianMixture(0.5, 1, 1e9),
                Prior.gaussianMixture(1e-9, 1, 2),
                Prior.custom(new TestParts.LogCoshPrior()));
    }

    @ParameterizedTest
    @MethodSource("beyondSinglePrecision")
    void farSettings_areLeftToTheHost(Prior prior) {
        assertThat(step(prior, ElboStrategy.asPublished())).isInstanceOf(HostCodeStep.class);
    }
}
