/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.nd4j;

import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.InputGradient.Half;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** One source of a {@link Nd4jMixture}. */
final class Nd4jMixtureSource {
    private final Nd4jEngine engine;
    private final MixtureSource model;
    private final int rows;
    private final InputGradient decoder;
    private @Nullable InputGradient encoder;
    private final Nd4jTensor gain;
    private final Nd4jTensor eta;
    private final Nd4jTensor proposed;
    private final Nd4jTensor current;
    private final Nd4jTensor shareSum;
    private final List<Nd4jTensor> kept = new ArrayList<>();

    Nd4jMixtureSource(Nd4jEngine engine, MixtureSource model, MixtureShape shape) {
        this.engine = engine;
        this.model = model;
        rows = shape.rows();
        decoder = engine.inputGradient(model.graph(), Half.DECODER, model.parameters(), rows);
        gain = tensor(1);
        gain.array().assign(1);
        eta = tensor(model.bins());
        proposed = tensor(model.bins());
        current = tensor(model.bins());
        shareSum = tensor(model.bins());
    }

    private Nd4jTensor tensor(int width) {
        return (Nd4jTensor) engine.allocate(rows, width);
    }

    void gain(double[] values) {
        gain.write(values);
    }

    /** rows × 1. */
    INDArray gains() {
        return gain.array();
    }

    INDArray current() {
        return current.array();
    }

    INDArray proposed() {
        return proposed.array();
    }

    INDArray kept(int sample) {
        return kept.get(sample).array();
    }

    INDArray shareSum() {
        return shareSum.array();
    }

    /** The target becomes the variances with their gain. */
    INDArray scaled(INDArray variances, INDArray target) {
        return target.assign(variances).muliColumnVector(gains());
    }

    void encode(Nd4jTensor input, double[] heads) {
        if (encoder == null) {
            encoder = engine.inputGradient(model.graph(), Half.ENCODER, model.parameters(), rows);
        }
        double[] values = new double[input.length()];
        input.read(values);
        encoder.forward(values, heads);
    }

    void decode(double[] codes) {
        forward(codes, current);
    }

    void propose(double[] codes) {
        forward(codes, proposed);
    }

    private void forward(double[] codes, Nd4jTensor variances) {
        if (engine.precision() == Precision.FLOAT32) {
            float[] values = new float[codes.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) codes[i];
            }
            float[] output = new float[eta.length()];
            decoder.forward(values, output);
            eta.write(output, 0);
        } else {
            double[] output = new double[eta.length()];
            decoder.forward(codes, output);
            eta.write(output);
        }
        INDArray limited = variances.array().assign(eta.array());
        Transforms.max(limited, -MixtureProgram.ETA_LIMIT, false);
        Transforms.min(limited, MixtureProgram.ETA_LIMIT, false);
        Transforms.exp(limited, false);
    }

    /**
     * From the derivative of ℓ with respect to η to that with respect to the codes.
     *
     * @param dEta zero afterwards where it would push η further out of its limits
     */
    void backward(Nd4jTensor dEta, double[] gradient) {
        double most = MixtureProgram.ETA_LIMIT;
        double largest = eta.array().amaxNumber().doubleValue();
        double[] values = new double[dEta.length()];
        dEta.read(values);
        if (largest > most) {
            double[] from = new double[values.length];
            eta.read(from);
            for (int i = 0; i < values.length; i++) {
                boolean outwards = from[i] > most ? values[i] < 0 : from[i] < -most && values[i] > 0;
                values[i] = outwards ? 0 : values[i];
            }
        }
        decoder.backward(values, gradient);
    }

    void accept(boolean[] which) {
        for (int t = 0; t < rows; t++) {
            if (which[t]) {
                current.array().getRow(t).assign(proposed.array().getRow(t));
            }
        }
    }

    void keep(int sample) {
        if (kept.size() == sample) {
            kept.add(tensor(model.bins()));
        }
        kept.get(sample).array().assign(current.array());
    }
}
