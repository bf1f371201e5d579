/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.audio.StftConfig;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The short-time Fourier transform of one signal by libtorch, in single precision, its usual one, or double. Squared
 * magnitudes are taken as the sum of two squares, which is faster than through {@code abs()}.
 */
@SuppressWarnings("try") // scopes work by being open
final class LibtorchStft {
    private final int length;
    private final int hop;
    private final int samples;
    private final TensorOptional window;
    private final Tensor signal;
    private final Tensor spectrum;

    LibtorchStft(StftConfig config, double[] signal, ScalarType precision) {
        length = config.window().length();
        hop = config.hop();
        samples = signal.length;
        window = new TensorOptional(tensor(config.window().weights(), precision));
        this.signal = tensor(signal, precision);
        spectrum = transform();
    }

    /** A copy: of a tensor that has the precision already, {@code to} gives the same one, on memory that the collector frees. */
    private static Tensor tensor(double[] values, ScalarType precision) {
        try (DoublePointer source = new DoublePointer(values)) {
            return torch.from_blob(source, new long[] {values.length}, new TensorOptions(ScalarType.Double))
                    .to(precision)
                    .clone();
        }
    }

    private Tensor transform() {
        return torch.stft(
                signal,
                length,
                new LongOptional(hop),
                new LongOptional(length),
                window,
                true,
                "reflect",
                false,
                new BoolOptional(true),
                new BoolOptional(true),
                new BoolOptional());
    }

    private Tensor squares() {
        Tensor parts = torch.view_as_real(transform());
        Tensor re = parts.select(2, 0);
        Tensor im = parts.select(2, 1);
        return re.mul(re).addcmul_(im, im);
    }

    /** The complex spectrogram; returns something of it. */
    long forward() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return transform().numel();
        }
    }

    long power() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return squares().numel();
        }
    }

    long inverse() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return signalAgain().numel();
        }
    }

    private Tensor signalAgain() {
        return torch.istft(
                spectrum,
                length,
                new LongOptional(hop),
                new LongOptional(length),
                window,
                true,
                false,
                new BoolOptional(true),
                new LongOptional(samples),
                false);
    }

    /** Powers, frame by frame. */
    float[] powers() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor rows = squares().t().contiguous().to(ScalarType.Float);
            float[] values = new float[(int) rows.numel()];
            rows.data_ptr_float().get(values);
            return values;
        }
    }
}
