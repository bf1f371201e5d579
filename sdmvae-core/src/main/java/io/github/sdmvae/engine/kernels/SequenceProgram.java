/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import static io.github.sdmvae.engine.kernels.HostLayers.values;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.objective.LossTerms;
import org.jspecify.annotations.Nullable;

/**
 * A model of time on an engine that computes kernel by kernel. Terms of the loss are means over the frames of the batch. The
 * arrays hold rows frame by frame; what goes in and out has them sequence by sequence.
 */
final class SequenceProgram implements TrainingProgram {
    private final CompiledModel model;
    private final KernelParameters parameters;
    private final SequenceArrays arrays;
    private final SequenceRows rows;
    private final SequenceLoss loss;
    private final SequenceStaging staging;
    private final StepReports reports = new StepReports();
    private float[] readable = {};

    SequenceProgram(CompiledModel model, BatchShape shape) {
        this.model = model;
        parameters = model.parameters();
        if (!model.graph().isOverTime()) {
            throw new IllegalArgumentException("rows of this model stand alone: compile it for a number of rows");
        }
        if (model.trains() && shape.carried()) {
            throw new IllegalArgumentException("a program that carries its state has no gradients");
        }
        rows = new SequenceRows(shape);
        arrays = new SequenceArrays(model.engine(), model.graph(), parameters.values(), rows, model.trains());
        loss = new SequenceLoss(model, arrays);
        staging = new SequenceStaging(model.graph(), rows, arrays.input());
    }

    @Override
    public int rows() {
        return rows.shape().rows();
    }

    @Override
    public int samples() {
        return 1;
    }

    @Override
    public long bytes() {
        return arrays.bytes();
    }

    @Override
    public void stageLengths(int... lengths) {
        if (lengths.length != rows.sequences()) {
            throw new IllegalArgumentException(
                    "this batch holds " + rows.sequences() + " sequences, got " + lengths.length + " lengths");
        }
        rows.set(lengths, 0);
        if (rows.shape().carried() && rows.padded().length > 0) {
            throw new IllegalArgumentException("a program that carries its state needs every frame of its batch");
        }
    }

    @Override
    public void restart() {
        arrays.restart();
    }

    @Override
    public void stage(FrameSource source, int[] numbers, int first) {
        staging.data(source, numbers, first);
    }

    @Override
    public void stage(float[] x, int firstRow) {
        staging.data(x, firstRow);
    }

    @Override
    public void stage(double[] x) {
        staging.data(x);
    }

    @Override
    public void stage(Noise noise) {
        staging.noise(noise, arrays.noiseKind(), arrays.width(), arrays.code().noise());
    }

    @Override
    public void stageNoise(double[] noise) {
        rows.byFrame(noise, arrays.code().noise(), arrays.width());
    }

    @Override
    public void stageCodes(float[] codes) {
        float[] byFrame = new float[codes.length];
        rows.byFrame(codes, byFrame, arrays.width());
        arrays.code().code().write(byFrame, 0);
    }

    @Override
    public void encode() {
        arrays.encoder().forEach(Stage::forward);
        arrays.code().draw(true);
    }

    @Override
    public void draw(StepValues values) {
        arrays.code().draw(false);
        loss.divergence();
    }

    @Override
    public void decode() {
        arrays.decoder().forEach(Stage::forward);
        arrays.likelihoodStep().mean();
    }

    private void forward(StepValues values) {
        arrays.encoder().forEach(Stage::forward);
        draw(values);
        arrays.decoder().forEach(Stage::forward);
    }

    @Override
    public LossTerms evaluate(StepValues values) {
        forward(values);
        return loss.terms(values.beta(), false);
    }

    @Override
    public double[] bounds(StepValues values) {
        throw new UnsupportedOperationException("not yet supported: importance weights in models of time");
    }

    @Override
    public LossTerms gradient(StepValues values) {
        loss.meet(model.meeting());
        forward(values);
        LossTerms terms = loss.terms(values.beta(), true);
        loss.backward(values.beta(), parameters.gradient());
        return terms;
    }

    @Override
    public void step(StepValues values) {
        LossTerms terms = gradient(values);
        parameters.exchangeGradient(model.meeting());
        double norm = AdamUpdate.apply(model.engine(), parameters, values);
        arrays.decoder().forEach(Stage::afterUpdate);
        arrays.encoder().forEach(Stage::afterUpdate);
        reports.add(values.step(), terms, norm);
    }

    @Override
    public void reports(boolean wait, Receiver receiver) {
        reports.handOver(receiver);
    }

    @Override
    public double[][] predict(double[] before) {
        TransitionStep transition = arrays.transition();
        if (transition == null || !rows.shape().carried()) {
            throw new UnsupportedOperationException("the prior of this model predicts nothing here");
        }
        arrays.code().before().write(before);
        transition.forward(arrays.code().sequences());
        return predictions();
    }

    /** What the prior predicts: means, then variances, each like codes. */
    double[][] predictions() {
        return new double[][] {
            ordered(arrays.code().sequences().predictedMean(), arrays.width()),
            ordered(arrays.code().sequences().predictedVariance(), arrays.width())
        };
    }

    @Override
    public int length(Result result) {
        return rows() * columns(result);
    }

    private int columns(Result result) {
        return switch (result) {
            case HEADS -> 2 * arrays.width();
            case CODE, GAMMA, DIVERGENCE -> arrays.width();
            case LATENT -> arrays.latent().columns();
            case OUTPUT -> arrays.likelihood().output().columns();
            case MEAN -> arrays.input().columns();
        };
    }

    /** Null for what is kept in double precision. */
    private @Nullable Tensor tensor(Result result) {
        return switch (result) {
            case HEADS -> arrays.code().heads();
            case CODE -> arrays.code().code();
            case LATENT -> arrays.latent();
            case OUTPUT -> arrays.likelihood().output();
            case MEAN -> arrays.likelihood().mean();
            case GAMMA, DIVERGENCE -> null;
        };
    }

    private double[] byFrame(Result result) {
        Tensor tensor = tensor(result);
        if (tensor != null) {
            return values(tensor);
        }
        return result == Result.GAMMA ? loss.terms().gamma() : loss.terms().divergence();
    }

    private double[] ordered(double[] byFrame, int columns) {
        double[] ordered = new double[byFrame.length];
        rows.bySequence(byFrame, ordered, columns);
        return ordered;
    }

    @Override
    public void read(Result result, float[] target) {
        Tensor tensor = tensor(result);
        if (tensor != null) {
            float[] byFrame = readable(tensor.length());
            tensor.read(byFrame, 0);
            rows.bySequence(byFrame, target, columns(result));
            return;
        }
        double[] ordered = ordered(byFrame(result), columns(result));
        for (int i = 0; i < ordered.length; i++) {
            target[i] = (float) ordered[i];
        }
    }

    /** Kept: a large array anew for every call costs more than what is read. */
    private float[] readable(int length) {
        if (readable.length < length) {
            readable = new float[length];
        }
        return readable;
    }

    @Override
    public void read(Result result, double[] target) {
        double[] ordered = ordered(byFrame(result), columns(result));
        System.arraycopy(ordered, 0, target, 0, ordered.length);
    }
}
