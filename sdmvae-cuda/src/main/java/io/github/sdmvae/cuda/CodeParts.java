/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

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

/** The priors that have kernels: every one of the library. A new one is a line here. */
final class CodeParts {
    private static final Map<Class<? extends Prior>, Function<CodeRule, @Nullable CodePart>> PARTS = Map.of(
            StandardNormal.class, ContinuousCode::gaussian,
            LearnedVariance.class, ContinuousCode::gaussian,
            Laplace.class, ContinuousCode::laplace,
            Cauchy.class, ContinuousCode::cauchy,
            StudentT.class, ContinuousCode::student,
            TwoGaussians.class, ContinuousCode::mixture,
            SpikeAndSlab.class, rule -> new SlabCode(((SpikeAndSlab) rule.prior()).alpha(), 0),
            PseudoInputs.class, rule -> SlabCode.of((PseudoInputs) rule.prior()),
            PointCode.class, rule -> new CodePart.PointPart(((PointCode) rule.prior()).penalty()));

    private CodeParts() {}

    /** Null for a user's own prior or γ update. */
    static @Nullable CodePart of(CodeRule rule) {
        Function<CodeRule, @Nullable CodePart> part = PARTS.get(rule.prior().getClass());
        return part == null ? null : part.apply(rule);
    }
}
