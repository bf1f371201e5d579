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
import org.bytedeco.pytorch.global.torch;

/**
 * The short-time Fourier transform of one signal by libtorch in single precision, its usual one. Squared magnitudes are
 * taken as the sum of two squares, which is faster than through {@code abs()}.
 */
@SuppressWarnings("try") // scopes work by being open
final class LibtorchStft {
    private final int length;
    private final int hop;
    private final int samples;
    private final TensorOptional window;
    private final Tensor signal;
    private final Tensor spectrum;

    LibtorchStft(StftConfig config, double[] signal) {
        length = config.window().length();
        hop = config.hop();
        samples = signal.length;
        window = new TensorOptional(tensor(config.window().weights()));
        this.signal = tensor(signal);
        spectrum = transform();
    }

    private static Tensor tensor(double[] values) {
        return torch.from_blob(
                        new DoublePointer(values),
                        new long[] {values.length},
                        new org.bytedeco.pytorch.TensorOptions(torch.ScalarType.Double))
                .to(torch.ScalarType.Float);
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

    /** The complex spectrogram; returns one value, so that nothing is left undone. */
    float forward() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return new org.bytedeco.javacpp.FloatPointer(transform().data_ptr()).get(0);
        }
    }

    float power() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return squares().data_ptr_float().get(0);
        }
    }

    float powerByMagnitude() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return transform().abs().square().data_ptr_float().get(0);
        }
    }

    float inverse() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return signalAgain().data_ptr_float().get(0);
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
            Tensor rows = squares().t().contiguous();
            float[] values = new float[(int) rows.numel()];
            rows.data_ptr_float().get(values);
            return values;
        }
    }
}
