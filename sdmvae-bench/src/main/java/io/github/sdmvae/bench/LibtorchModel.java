/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.graph.ParameterLayout.Entry;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The same model in libtorch, eager with autograd and its own Adam: what a careful user of PyTorch writes (one product
 * for both heads, addmm, no copies). Data and weights stay where they are between steps.
 */
@SuppressWarnings("try") // scopes work by being open
final class LibtorchModel {
    private final List<Tensor> weights = new ArrayList<>();
    private final Tensor dictionary;
    private final Tensor x;
    private final Tensor target;
    private final int batch;
    private final int code;
    private final Adam adam;
    private final ScalarOptional lower = new ScalarOptional(new Scalar(-30.0));
    private final ScalarOptional upper = new ScalarOptional(new Scalar(30.0));
    private final Scalar half = new Scalar(0.5);
    private final Scalar floor = new Scalar(1e-10);
    private final FloatPointer staged;

    LibtorchModel(BenchModel ours, int batch) {
        this.batch = batch;
        this.code = ours.definition().codeSize();
        float[] flat = ours.parameters();
        for (Entry e : ours.definition().graph().layout().entries()) {
            float[] values = new float[e.length()];
            System.arraycopy(flat, e.offset(), values, 0, values.length);
            Tensor weight = e.rows() == 1 ? tensor(values, e.columns()) : tensor(values, e.rows(), e.columns());
            weight.set_requires_grad(true);
            weights.add(weight);
        }
        double[] d = ours.definition().dictionary().toArray();
        float[] atoms = new float[d.length];
        for (int i = 0; i < d.length; i++) {
            atoms[i] = (float) d[i];
        }
        dictionary = tensor(atoms, d.length / code, code).t();
        x = tensor(ours.x(), batch, BenchModel.INPUT);
        target = x.clamp_min(floor);
        staged = new FloatPointer((long) batch * BenchModel.INPUT);
        adam = new Adam(new TensorVector(weights.toArray(new Tensor[0])), new AdamOptions(BenchModel.RATE));
    }

    static Tensor tensor(float[] values, long... shape) {
        return torch.from_blob(new FloatPointer(values), shape).clone();
    }

    private Tensor layer(Tensor in, int layer) {
        return torch.addmm(weights.get(2 * layer + 1), in, weights.get(2 * layer));
    }

    private Tensor decode(Tensor latent) {
        return layer(layer(latent, 2).tanh(), 3).clamp(lower, upper);
    }

    private Tensor loss(Tensor noise) {
        return loss(x, target, noise).div(new Scalar((double) batch));
    }

    /** Summed over the frames. */
    private Tensor loss(Tensor x, Tensor target, Tensor noise) {
        Tensor heads = layer(layer(x, 0).tanh(), 1);
        Tensor mean = heads.narrow(1, 0, code);
        Tensor logVariance = heads.narrow(1, code, code);
        Tensor spread = logVariance.mul(half).exp();
        Tensor eta = decode(mean.add(spread.mul(noise)).mm(dictionary));
        Tensor reconstruction = target.mul(eta.neg().exp()).add(eta).sum();
        // The closed form with γ put in: same value and gradient as with γ held fixed, and fewer operations.
        Tensor divergence = mean.div(spread).square().log1p().sum().mul(half);
        return reconstruction.add(divergence);
    }

    /** The loss of the next step with given noise, without a step. */
    double lossWith(float[] noise) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return loss(tensor(noise, batch, code)).item_double();
        }
    }

    double step() {
        try (PointerScope scope = new PointerScope()) {
            adam.zero_grad();
            Tensor loss = loss(torch.randn(batch, code));
            double value = loss.item_double();
            loss.backward();
            adam.step();
            return value;
        }
    }

    /**
     * An epoch and a validation, as the trainer does them: every frame once, in random order, batches of equal size; then the
     * mean loss of other frames with one draw each.
     */
    double epoch(Tensor train, Tensor validation) {
        try (PointerScope scope = new PointerScope()) {
            Tensor order = torch.randperm(train.size(0));
            for (long first = 0; first < train.size(0); first += batch) {
                stepOn(train, order, first, Math.min(batch, train.size(0) - first));
            }
            return validate(validation);
        }
    }

    private void stepOn(Tensor frames, Tensor order, long first, long count) {
        try (PointerScope scope = new PointerScope()) {
            adam.zero_grad();
            Tensor rows = frames.index_select(0, order.narrow(0, first, count));
            Tensor sum = loss(rows, rows.clamp_min(floor), torch.randn(count, code));
            sum.div(new Scalar((double) count)).backward();
            adam.step();
        }
    }

    private double validate(Tensor frames) {
        double sum = 0;
        for (long first = 0; first < frames.size(0); first += batch) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor rows = frames.narrow(0, first, Math.min(batch, frames.size(0) - first));
                sum += loss(rows, rows.clamp_min(floor), torch.randn(rows.size(0), code))
                        .item_double();
            }
        }
        return sum / frames.size(0);
    }

    /** Codes the batch by the mean and decodes it; returns one value, so that nothing is left undone. */
    float reconstruct() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return reconstruct(x).data_ptr_float().get(0);
        }
    }

    private Tensor reconstruct(Tensor frames) {
        Tensor mean = layer(layer(frames, 0).tanh(), 1).narrow(1, 0, code);
        return decode(mean.mm(dictionary)).exp();
    }

    /**
     * The same from an array to an array, as whoever calls it from Java needs it.
     *
     * @param frames batch × n
     * @param result receives batch × n
     */
    float[] reconstruct(float[] frames, float[] result) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            staged.put(frames);
            reconstruct(torch.from_blob(staged, batch, BenchModel.INPUT))
                    .data_ptr_float()
                    .get(result);
            return result;
        }
    }
}
