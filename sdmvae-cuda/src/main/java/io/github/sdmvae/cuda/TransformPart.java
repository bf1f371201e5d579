/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.transform.InputTransform;
import io.github.sdmvae.transform.LogPower;
import io.github.sdmvae.transform.PowerLaw;
import io.github.sdmvae.transform.Standardised;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An input transform as the kernels have it. A new one is a line here and two kernels in the text. */
interface TransformPart {
    Map<Class<? extends InputTransform>, Function<InputTransform, @Nullable TransformPart>> PARTS = Map.of(
            LogPower.class, t -> logPower((LogPower) t),
            PowerLaw.class, t -> new Elementwise("power_law", (float) ((PowerLaw) t).exponent(), 1),
            Standardised.class, t -> standardised((Standardised) t));

    /** Null for one that has no kernels. */
    static @Nullable TransformPart of(InputTransform transform) {
        Function<InputTransform, @Nullable TransformPart> part = PARTS.get(transform.getClass());
        return part == null ? null : part.apply(transform);
    }

    private static TransformPart logPower(LogPower transform) {
        return new Elementwise("log_power", (float) transform.floor(), (float) (1 / transform.scale()));
    }

    private static @Nullable TransformPart standardised(Standardised transform) {
        InputTransform inner = transform.inner();
        TransformPart first = inner == null ? null : of(inner);
        return inner != null && first == null ? null : new Scaled(first, transform.mean(), transform.scale());
    }

    /**
     * Puts the kernels into a sequence.
     *
     * @param constants where arrays that a transform needs are allocated
     */
    void forward(Sequence work, Kernels kernels, Transfers constants, CudaTensor x, CudaTensor y);

    /** The way back: dy stands in the output's gradient, which may be changed. */
    void backward(Sequence work, Kernels kernels, Transfers constants, CudaTensor x, CudaTensor dy, CudaTensor dx);

    /**
     * A function of each value.
     *
     * @param kernel its name; the way back ends in {@code _back}
     * @param number its constant
     * @param factor on the result
     */
    record Elementwise(String kernel, float number, float factor) implements TransformPart {
        @Override
        public void forward(Sequence work, Kernels kernels, Transfers constants, CudaTensor x, CudaTensor y) {
            work.then(kernels.each(
                    KernelText.LAYERS, kernel, x.length(), x.address(), y.address(), x.length(), number, factor));
        }

        @Override
        public void backward(
                Sequence work, Kernels kernels, Transfers constants, CudaTensor x, CudaTensor dy, CudaTensor dx) {
            work.then(kernels.each(
                    KernelText.LAYERS,
                    kernel + "_back",
                    x.length(),
                    x.address(),
                    dy.address(),
                    dx.address(),
                    x.length(),
                    number,
                    factor));
        }
    }

    /**
     * Each column by its mean and scale, perhaps after another transform.
     *
     * @param first null if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Scaled(@Nullable TransformPart first, float[] mean, float[] scale) implements TransformPart {
        @Override
        public void forward(Sequence work, Kernels kernels, Transfers constants, CudaTensor x, CudaTensor y) {
            if (first != null) {
                first.forward(work, kernels, constants, x, y);
            }
            CudaTensor means = work.keep(array(constants, mean));
            CudaTensor scales = work.keep(array(constants, scale));
            work.then(kernels.each(
                    KernelText.LAYERS,
                    "standardise",
                    x.length(),
                    first == null ? x.address() : y.address(),
                    y.address(),
                    means.address(),
                    scales.address(),
                    x.length(),
                    x.columns()));
        }

        private static CudaTensor array(Transfers constants, float[] values) {
            CudaTensor tensor = CudaTensor.zeros(constants, 1, values.length);
            tensor.write(values, 0);
            return tensor;
        }

        @Override
        public void backward(
                Sequence work, Kernels kernels, Transfers constants, CudaTensor x, CudaTensor dy, CudaTensor dx) {
            CudaTensor scales = work.keep(array(constants, scale));
            work.then(kernels.each(
                    KernelText.LAYERS,
                    "standardise_back",
                    x.length(),
                    dy.address(),
                    first == null ? dx.address() : dy.address(),
                    scales.address(),
                    x.length(),
                    x.columns()));
            if (first != null) {
                first.backward(work, kernels, constants, x, dy, dx);
            }
        }
    }
}
