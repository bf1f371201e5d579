/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.InputGradient.Half;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.engine.kernels.SequenceRows;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One source of a {@link CardMixture}: its decoder and, when first asked for, its encoder. It knows of which codes the current
 * variances are, so that they are not decoded twice.
 */
final class CardMixtureSource {
    private final CudaEngine card;
    private final Workplace place;
    private final MixtureSource model;
    private final KernelParameters parameters;
    private final HalfWork decoder;
    private final CudaTensor proposed;
    private final CudaTensor current;
    private final int rows;
    private final double[] proposedCodes;
    private final double[] currentCodes;
    private boolean decoded;
    private final @Nullable SequenceFrames sequence;
    private @Nullable Chain encoder;
    private @Nullable Program overTime;

    /**
     * Allocates a decoder's arrays.
     *
     * @param current its variances, rows × bins
     * @param rows B
     */
    CardMixtureSource(CudaEngine card, Workplace place, MixtureSource model, CudaTensor current, int rows) {
        this.card = card;
        this.place = place;
        this.model = model;
        parameters = CudaEngine.parametersOf(model);
        this.current = current;
        this.rows = rows;
        int width = HalfWork.width(model.graph(), Half.DECODER);
        CudaTensor codes = place.recorder().zeros(rows, width);
        sequence = model.graph().isOverTime() ? new SequenceFrames(place.recorder(), rows) : null;
        SequenceRows order = sequence == null ? null : sequence.rows();
        decoder = new HalfWork(place.recorder(), model.graph(), Half.DECODER, parameters, codes, order);
        frames(rows);
        proposed = place.recorder().zeros(rows, model.bins());
        proposedCodes = new double[codes.length()];
        currentCodes = new double[codes.length()];
    }

    /** What there are no kernels for; empty if there is nothing. */
    static String lacking(MixtureSource model) {
        String decoder = HalfWork.lacking(model.graph(), Half.DECODER);
        // The encoder of a model of time is a program of its own, which goes through the host where it has to.
        return decoder.isEmpty() && !model.graph().isOverTime()
                ? HalfWork.lacking(model.graph(), Half.ENCODER)
                : decoder;
    }

    boolean isOverTime() {
        return sequence != null;
    }

    /** How many rows are frames, which a model that reads them in order has to know. */
    void frames(int count) {
        if (sequence != null) {
            sequence.set(count, place.results());
            decoded = false;
        }
    }

    /** Those that others may be training. */
    CudaTensor values() {
        return (CudaTensor) parameters.of(Store.VALUES);
    }

    HalfWork decoder() {
        return decoder;
    }

    CudaTensor proposed() {
        return proposed;
    }

    CudaTensor current() {
        return current;
    }

    /** Whether the variances of these codes are current. */
    boolean isCurrent(double[] codes) {
        return decoded && Arrays.equals(codes, 0, currentCodes.length, currentCodes, 0, currentCodes.length);
    }

    void decoded(double[] codes) {
        System.arraycopy(codes, 0, currentCodes, 0, currentCodes.length);
        decoded = true;
    }

    void proposed(double[] codes) {
        System.arraycopy(codes, 0, proposedCodes, 0, proposedCodes.length);
    }

    void accepted(boolean[] which) {
        int width = currentCodes.length / rows;
        for (int t = 0; t < rows; t++) {
            if (which[t]) {
                System.arraycopy(proposedCodes, t * width, currentCodes, t * width, width);
            } else {
                // Where frames know of each other, those of some codes and of others are not those of both.
                decoded &= sequence == null;
            }
        }
    }

    /** Codes are put where the decoder reads them. */
    void stage(double[] codes) {
        values().finishWriters(place.lane());
        place.results().write(decoder.input(), codes);
    }

    /** The encoder over a power. */
    Chain encoder(CudaTensor power) {
        if (encoder == null) {
            encoder =
                    new Chain(place.recorder(), model.graph().encoder(), parameters.values(), power, null, false, null);
        }
        return encoder;
    }

    /** The same of a model of time, over the frames there are. */
    void encodeSequence(double[] power, int frames, double[] heads) {
        if (overTime == null) {
            Objective objective = Objects.requireNonNull(model.objective(), "objective");
            overTime = place.keep(
                    card.infer(model.graph(), objective, parameters, BatchShape.of(1, rows)), Program::close);
        }
        overTime.stageLengths(frames);
        overTime.stage(power);
        overTime.encode();
        overTime.read(Program.Result.HEADS, heads);
    }
}
