/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.model.Vae;
import java.util.Map;
import java.util.Objects;

/**
 * The E step of point estimates with a causal RVAE, written a second time as the equations are: one frame after the other,
 * gradients by central differences.
 */
final class TimeReference {
    private static final double STEP = 1e-6;

    private final Map<String, NpyArray> weights;
    private final int bins;
    private final int width;
    private final int units;
    private final double[] power;

    TimeReference(Vae model, double[] power) {
        weights = model.weights();
        bins = model.definition().inputSize();
        width = model.definition().codeSize();
        units = weight("decoder.1.weight").length / bins;
        this.power = power;
    }

    private float[] weight(String name) {
        return Objects.requireNonNull(weights.get(name), name).toFloats();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** η of every frame. */
    double[] decode(double[] codes) {
        float[] in = weight("decoder.0.forward.inputWeight");
        float[] state = weight("decoder.0.forward.stateWeight");
        float[] bias = weight("decoder.0.forward.bias");
        float[] out = weight("decoder.1.weight");
        float[] outBias = weight("decoder.1.bias");
        int frames = codes.length / width;
        double[] h = new double[units];
        double[] c = new double[units];
        double[] eta = new double[frames * bins];
        for (int t = 0; t < frames; t++) {
            double[] s = new double[4 * units];
            for (int j = 0; j < s.length; j++) {
                s[j] = bias[j];
                for (int i = 0; i < width; i++) {
                    s[j] += codes[t * width + i] * in[i * s.length + j];
                }
                for (int i = 0; i < units; i++) {
                    s[j] += h[i] * state[i * s.length + j];
                }
            }
            for (int u = 0; u < units; u++) {
                double gate = sigmoid(s[u]) * Math.tanh(s[2 * units + u]);
                c[u] = sigmoid(s[units + u]) * c[u] + gate;
                h[u] = sigmoid(s[3 * units + u]) * Math.tanh(c[u]);
            }
            for (int f = 0; f < bins; f++) {
                double sum = outBias[f];
                for (int u = 0; u < units; u++) {
                    sum += h[u] * out[u * bins + f];
                }
                eta[t * bins + f] = sum;
            }
        }
        return eta;
    }

    /** ℓ of the whole sequence. */
    double loss(double[] codes, double[] noise) {
        double[] eta = decode(codes);
        double sum = 0;
        for (int i = 0; i < eta.length; i++) {
            double u = Math.exp(eta[i]) + noise[i];
            sum += Math.log(u) + power[i] / u;
        }
        return sum;
    }

    private double energy(double[] codes, double[] noise, double[] gamma) {
        double sum = loss(codes, noise);
        for (int i = 0; i < codes.length; i++) {
            sum += codes[i] * codes[i] / gamma[i] / 2;
        }
        return sum;
    }

    /** Steps of Adam on U, moments and their number going on. */
    void steps(int count, double rate, double[] codes, double[] noise, double[] gamma, double[][] moments) {
        for (int n = 0; n < count; n++) {
            double[] gradient = new double[codes.length];
            for (int i = 0; i < codes.length; i++) {
                double[] moved = codes.clone();
                moved[i] = codes[i] + STEP;
                double above = energy(moved, noise, gamma);
                moved[i] = codes[i] - STEP;
                gradient[i] = (above - energy(moved, noise, gamma)) / (2 * STEP);
            }
            double step = ++moments[2][0];
            for (int i = 0; i < codes.length; i++) {
                moments[0][i] = 0.9 * moments[0][i] + 0.1 * gradient[i];
                moments[1][i] = 0.999 * moments[1][i] + 0.001 * gradient[i] * gradient[i];
                double first = moments[0][i] / (1 - Math.pow(0.9, step));
                double second = moments[1][i] / (1 - Math.pow(0.999, step));
                codes[i] -= rate * first / (Math.sqrt(second) + 1e-8);
            }
        }
    }
}
