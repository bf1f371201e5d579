/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.codes;

import io.github.sdmvae.model.Vae;
import io.github.sdmvae.transform.DataTransform;
import java.util.Objects;

/**
 * Walks through the codes of a model and tells what the data become: along one entry, between two codes, round an atom.
 *
 * <p><b>Thread rule:</b> immutable.
 */
public final class CodeSpace {
    private final Vae model;

    private CodeSpace(Vae model) {
        this.model = model;
    }

    /**
     * The code space of a model.
     *
     * @param model trained
     * @return the space
     */
    public static CodeSpace of(Vae model) {
        return new CodeSpace(Objects.requireNonNull(model, "model"));
    }

    /**
     * Codes along a way, and what the decoder makes of them.
     *
     * @param codes steps × k
     * @param data steps × n, mean of p(x|z)
     */
    @SuppressWarnings("ArrayRecordComponent") // a result, read only
    public record Walk(float[][] codes, float[][] data) {}

    /**
     * Lets one entry of a code go through a range and keeps the others.
     *
     * @param code k finite values, for instance {@code Codes.code(row)}, or zeros
     * @param entry 0 ≤ entry &lt; k
     * @param from first value
     * @param to last value
     * @param steps at least 2
     * @return as many codes and their data
     * @throws IllegalArgumentException if the code has another length or a number is out of range
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public Walk traverse(float[] code, int entry, float from, float to, int steps) {
        requireCode(code);
        CodeEntry.require(entry, code.length);
        float[] first = code.clone();
        first[entry] = from;
        float[] last = code.clone();
        last[entry] = to;
        return interpolate(first, last, steps);
    }

    /**
     * Goes from one code to another in a straight line.
     *
     * @param from k finite values
     * @param to k finite values
     * @param steps at least 2, both ends included
     * @return as many codes and their data
     * @throws IllegalArgumentException if a code has another length or a number is out of range
     */
    public Walk interpolate(float[] from, float[] to, int steps) {
        requireCode(from);
        requireCode(to);
        if (steps < 2) {
            throw new IllegalArgumentException("steps must be at least 2, got " + steps);
        }
        float[][] codes = new float[steps][from.length];
        for (int i = 0; i < steps; i++) {
            double share = i / (steps - 1.0);
            for (int j = 0; j < from.length; j++) {
                codes[i][j] = (float) ((1 - share) * from[j] + share * to[j]);
            }
        }
        return new Walk(codes, model.decode(codes));
    }

    private void requireCode(float[] code) {
        int k = model.definition().codeSize();
        if (code.length != k) {
            throw new IllegalArgumentException("a code of this model has " + k + " values, got " + code.length);
        }
    }

    /**
     * What an entry does round the code of zeros, by steps of its own scale: √γ̄ where variances are learned, else 1.
     *
     * @param entry 0 ≤ entry &lt; k
     * @return data with the entry up and down
     */
    public AtomEffect effect(int entry) {
        int k = model.definition().codeSize();
        CodeEntry.require(entry, k);
        float[] gamma = model.state().meanGamma();
        return effect(new float[k], entry, gamma == null ? 1 : (float) Math.sqrt(gamma[entry]));
    }

    /**
     * What an entry does round a code.
     *
     * @param code k finite values
     * @param entry 0 ≤ entry &lt; k
     * @param step finite and above 0
     * @return data with the entry up and down
     * @throws IllegalArgumentException if the code has another length or the step is out of range
     */
    public AtomEffect effect(float[] code, int entry, float step) {
        if (!(step > 0) || Float.isInfinite(step)) {
            throw new IllegalArgumentException("step must be finite and above 0, got " + step);
        }
        requireCode(code);
        CodeEntry.require(entry, code.length);
        float middle = code[entry];
        float[][] ends = traverse(code, entry, middle - step, middle + step, 2).data();
        boolean power = model.definition().likelihood().isOfPower();
        return new AtomEffect(entry, step, ends[1], ends[0], power, scaled(ends, power));
    }

    private double[] scaled(float[][] ends, boolean power) {
        DataTransform transform = model.definition().dataTransform();
        float[] up = ends[1].clone();
        float[] down = ends[0].clone();
        if (transform != null) {
            transform.apply(up, 0);
            transform.apply(down, 0);
        }
        return AtomEffect.change(up, down, power);
    }
}
