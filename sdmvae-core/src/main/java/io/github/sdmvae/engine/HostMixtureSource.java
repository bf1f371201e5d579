/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One source of a {@link HostMixture}: its halves and arrays; the encoder is compiled when first needed. */
final class HostMixtureSource {
    private final Engine engine;
    private final MixtureSource model;
    private final InputGradient decoder;
    private @Nullable Encoder encoder;
    final double[] gain;
    final double[] eta;
    final double[] proposed;
    final double[] current;
    final double[] shareSum;
    final double[][] kept;

    HostMixtureSource(Engine engine, MixtureSource model, MixtureShape shape) {
        int size = shape.rows() * model.bins();
        this.engine = engine;
        this.model = model;
        decoder = model.graph().isOverTime()
                ? engine.inputGradient(
                        model.graph(), InputGradient.Half.DECODER, model.parameters(), BatchShape.of(1, shape.rows()))
                : engine.inputGradient(model.graph(), InputGradient.Half.DECODER, model.parameters(), shape.rows());
        gain = new double[shape.rows()];
        Arrays.fill(gain, 1);
        eta = new double[size];
        proposed = new double[size];
        current = new double[size];
        shareSum = new double[size];
        kept = new double[shape.samples()][];
    }

    void encode(double[] power, int frames, double[] heads) {
        if (encoder == null) {
            encoder = model.graph().isOverTime() ? overTime() : byRow();
        }
        encoder.encode(power, frames, heads);
    }

    private Encoder byRow() {
        InputGradient half =
                engine.inputGradient(model.graph(), InputGradient.Half.ENCODER, model.parameters(), gain.length);
        return new Encoder() {
            @Override
            public void encode(double[] power, int frames, double[] heads) {
                half.forward(power, heads);
            }

            @Override
            public void close() {
                half.close();
            }
        };
    }

    private Encoder overTime() {
        Objective objective = Objects.requireNonNull(model.objective(), "objective");
        Program program = engine.infer(model.graph(), objective, model.parameters(), BatchShape.of(1, gain.length));
        return new Encoder() {
            @Override
            public void encode(double[] power, int frames, double[] heads) {
                program.stageLengths(frames);
                program.stage(power);
                program.encode();
                program.read(Program.Result.HEADS, heads);
            }

            @Override
            public void close() {
                program.close();
            }
        };
    }

    /** Says how many rows of the tile there are, to models that read them in order. */
    void frames(int count) {
        if (model.graph().isOverTime()) {
            decoder.frames(count);
        }
    }

    /** e^η at codes. */
    void variances(double[] codes, double[] target) {
        decoder.forward(codes, eta);
        for (int i = 0; i < target.length; i++) {
            target[i] = Math.exp(limited(eta[i]));
        }
    }

    private static double limited(double eta) {
        return Math.max(-MixtureProgram.ETA_LIMIT, Math.min(MixtureProgram.ETA_LIMIT, eta));
    }

    /** From ∂ℓ/∂η of the last forward pass to ∂ℓ/∂a. */
    void backward(double[] dEta, double[] gradient) {
        decoder.backward(dEta, gradient);
    }

    void close() {
        decoder.close();
        if (encoder != null) {
            encoder.close();
        }
    }

    /** From power to heads. */
    private interface Encoder {
        void encode(double[] power, int frames, double[] heads);

        void close();
    }
}
