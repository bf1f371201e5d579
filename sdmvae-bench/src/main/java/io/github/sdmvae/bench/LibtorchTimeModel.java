/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.graph.ParameterLayout.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The same recurrent model in libtorch: its own LSTM, eager with autograd, its own Adam. */
@SuppressWarnings("try") // scopes work by being open
final class LibtorchTimeModel {
    private static final int BIAS_OF_STATE = 3;
    private static final int PER_LAYER = 4;

    private final LSTMImpl encoder;
    private final LSTMImpl decoder;
    private final Map<String, Tensor> dense = new HashMap<>();
    private final Tensor x;
    private final Tensor target;
    private final int sequences;
    private final int frames;
    private final Adam adam;
    private final ScalarOptional lower = new ScalarOptional(new Scalar(-30.0));
    private final ScalarOptional upper = new ScalarOptional(new Scalar(30.0));
    private final Scalar half = new Scalar(0.5);

    LibtorchTimeModel(TimeModel ours, int sequences, int frames) {
        this.sequences = sequences;
        this.frames = frames;
        encoder = bidirectional(TimeModel.INPUT);
        decoder = bidirectional(TimeModel.CODE);
        float[] flat = ours.parameters();
        List<Tensor> all = new ArrayList<>();
        try (NoGradGuard guard = new NoGradGuard()) {
            for (Entry e : ours.definition().graph().layout().entries()) {
                float[] values = new float[e.length()];
                System.arraycopy(flat, e.offset(), values, 0, values.length);
                Tensor value = e.rows() == 1 ? tensor(values, e.columns()) : tensor(values, e.rows(), e.columns());
                if (!copied(e.name(), value)) {
                    dense.put(e.name(), value);
                    all.add(value);
                }
            }
        }
        all.forEach(weight -> weight.set_requires_grad(true));
        for (LSTMImpl lstm : List.of(encoder, decoder)) {
            TensorVector own = lstm.parameters();
            for (long i = 0; i < own.size(); i++) {
                all.add(own.get(i));
            }
        }
        x = tensor(ours.x(), sequences, frames, TimeModel.INPUT);
        target = x.clamp_min(new Scalar(1e-10));
        adam = new Adam(new TensorVector(all.toArray(new Tensor[0])), new AdamOptions(1e-6));
    }

    private static LSTMImpl bidirectional(int in) {
        LSTMOptions options = new LSTMOptions(in, TimeModel.UNITS);
        options.bidirectional().put(true);
        options.batch_first().put(true);
        return new LSTMImpl(options);
    }

    /** Whether it was a weight of a recurrent layer; ours are transposed, and of two biases one is zero. */
    private boolean copied(String name, Tensor value) {
        if (!name.contains("ward.")) {
            return false;
        }
        TensorVector own = (name.startsWith("encoder") ? encoder : decoder).parameters();
        long first = name.contains(".backward.") ? PER_LAYER : 0;
        if (name.endsWith("inputWeight")) {
            own.get(first).copy_(value.t());
        } else if (name.endsWith("stateWeight")) {
            own.get(first + 1).copy_(value.t());
        } else {
            own.get(first + 2).copy_(value);
            own.get(first + BIAS_OF_STATE).zero_();
        }
        return true;
    }

    private static Tensor tensor(float[] values, long... shape) {
        return torch.from_blob(new FloatPointer(values), shape).clone();
    }

    private Tensor weight(String name) {
        return java.util.Objects.requireNonNull(dense.get(name), name);
    }

    private Tensor layer(Tensor in, String name) {
        return in.matmul(weight(name + ".weight")).add(weight(name + ".bias"));
    }

    private Tensor heads() {
        return layer(encoder.forward(x).get0(), "encoder.1");
    }

    private Tensor decode(Tensor code) {
        return layer(decoder.forward(code).get0(), "decoder.1").clamp(lower, upper);
    }

    private Tensor loss(Tensor noise) {
        Tensor heads = heads();
        Tensor mean = heads.narrow(2, 0, TimeModel.CODE);
        Tensor spread =
                heads.narrow(2, TimeModel.CODE, TimeModel.CODE).mul(half).exp();
        Tensor eta = decode(mean.add(spread.mul(noise)));
        Tensor reconstruction = target.mul(eta.neg().exp()).add(eta).sum();
        Tensor divergence = mean.div(spread).square().log1p().sum().mul(half);
        return reconstruction.add(divergence).div(new Scalar((double) sequences * frames));
    }

    double lossWith(float[] noise) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return loss(tensor(noise, sequences, frames, TimeModel.CODE)).item_double();
        }
    }

    double step() {
        try (PointerScope scope = new PointerScope()) {
            adam.zero_grad();
            Tensor loss = loss(torch.randn(sequences, frames, TimeModel.CODE));
            double value = loss.item_double();
            loss.backward();
            adam.step();
            return value;
        }
    }

    float reconstruct() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return decode(heads().narrow(2, 0, TimeModel.CODE))
                    .exp()
                    .data_ptr_float()
                    .get(0);
        }
    }
}
