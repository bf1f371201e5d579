/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.prior.ClosedForm;
import io.github.sdmvae.prior.FixedGamma;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.InverseGamma;
import io.github.sdmvae.prior.SharedGamma;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Which γ updates have kernels here; the others use their own rule on the host. */
final class CpuGammas {
    /** Made from the update and the shared state, which is read at every pass. */
    private static final Map<Class<? extends GammaUpdate>, BiFunction<GammaUpdate, CpuTensor, CpuGamma>> KERNELS =
            Map.of(
                    ClosedForm.class, (update, shared) -> new Moments(0, 1),
                    InverseGamma.class, (update, shared) -> new Hyperprior((InverseGamma) update),
                    SharedGamma.class, (update, shared) -> new Shared(shared),
                    FixedGamma.class, (update, shared) -> new Constant((float) ((FixedGamma) update).value()));

    private CpuGammas() {}

    static @Nullable CpuGamma of(GammaUpdate update, CpuTensor shared) {
        BiFunction<GammaUpdate, CpuTensor, CpuGamma> kernel = KERNELS.get(update.getClass());
        return kernel == null ? null : kernel.apply(update, shared);
    }

    private record Constant(float value) implements CpuGamma {
        @Override
        public void gamma(float[] mean, float[] spread, float[] g, int width, int n) {
            Arrays.fill(g, 0, n, Math.max(CpuCodePass.FLOOR, value));
        }
    }

    /** {@code (μ² + σ² + plus) · times}. */
    private record Moments(float plus, float times) implements CpuGamma {
        @Override
        public void gamma(float[] mean, float[] spread, float[] g, int width, int n) {
            scaledMoments(mean, spread, g, n, plus, times);
        }
    }

    private static void scaledMoments(float[] mean, float[] spread, float[] g, int n, float plus, float times) {
        for (int e = 0; e < n; e++) {
            g[e] = Math.max(CpuCodePass.FLOOR, (mean[e] * mean[e] + spread[e] * spread[e] + plus) * times);
        }
    }

    private record Hyperprior(InverseGamma rule) implements CpuGamma {
        @Override
        public void gamma(float[] mean, float[] spread, float[] g, int width, int n) {
            scaledMoments(mean, spread, g, n, (float) (2 * rule.beta()), (float) (1 / (3 + 2 * rule.alpha())));
        }

        @Override
        public void hyperprior(float[] g, float[] logGamma, float[] target, int n) {
            float constant = (float) rule.hyperpriorConstant();
            float factor = (float) (rule.alpha() + 1);
            float beta = (float) rule.beta();
            for (int e = 0; e < n; e++) {
                target[e] = factor * logGamma[e] + beta / g[e] + constant;
            }
        }
    }

    private record Shared(CpuTensor state) implements CpuGamma {
        @Override
        public void gamma(float[] mean, float[] spread, float[] g, int width, int n) {
            float[] gamma = new float[width + 1];
            state.get(0, gamma, 0, width + 1);
            float weight = gamma[width];
            for (int j = 0; j < width; j++) {
                // Before any training batch there is no mean yet: the prior is then N(0, 1).
                gamma[j] = weight > 0 ? gamma[j] / weight : 1;
            }
            for (int e = 0; e < n; e++) {
                g[e] = Math.max(CpuCodePass.FLOOR, gamma[e % width]);
            }
        }
    }
}
