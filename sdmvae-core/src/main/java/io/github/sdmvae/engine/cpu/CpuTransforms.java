/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.transform.InputTransform;
import io.github.sdmvae.transform.LogPower;
import io.github.sdmvae.transform.Standardised;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which input transforms have kernels here; the others use their own rule on the host. */
final class CpuTransforms {
    private static final Map<Class<? extends InputTransform>, Function<InputTransform, @Nullable Kernel>> KERNELS =
            Map.of(
                    LogPower.class, transform -> Log.of((LogPower) transform),
                    Standardised.class, transform -> standardised((Standardised) transform));

    private CpuTransforms() {}

    /** Transforms whole rows in place. */
    interface Kernel {
        void apply(float[] values, int width, int n, CpuScratch scratch);
    }

    /** Null if there is none. */
    static @Nullable Kernel of(InputTransform transform) {
        Function<InputTransform, @Nullable Kernel> kernel = KERNELS.get(transform.getClass());
        return kernel == null ? null : kernel.apply(transform);
    }

    private record Log(float floor, float factor) implements Kernel {
        static Log of(LogPower transform) {
            return new Log((float) transform.floor(), (float) (1 / transform.scale()));
        }

        @Override
        public void apply(float[] values, int width, int n, CpuScratch scratch) {
            float[] raised = scratch.array(1, n);
            float lowest = floor;
            for (int i = 0; i < n; i++) {
                raised[i] = Math.max(values[i], 0f) + lowest;
            }
            FastMath.log(raised, values, scratch.array(2, n), n, scratch);
            float scale = factor;
            for (int i = 0; i < n && scale != 1; i++) {
                values[i] *= scale;
            }
        }
    }

    private static @Nullable Kernel standardised(Standardised transform) {
        InputTransform inner = transform.inner();
        if (inner == null) {
            return new Scaled(null, transform.mean(), transform.scale());
        }
        Kernel first = of(inner);
        return first == null ? null : new Scaled(first, transform.mean(), transform.scale());
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Scaled(@Nullable Kernel first, float[] mean, float[] scale) implements Kernel {
        @Override
        public void apply(float[] values, int width, int n, CpuScratch scratch) {
            if (first != null) {
                first.apply(values, width, n, scratch);
            }
            for (int start = 0; start < n; start += width) {
                for (int j = 0; j < width; j++) {
                    values[start + j] = (values[start + j] - mean[j]) * scale[j];
                }
            }
        }
    }
}
