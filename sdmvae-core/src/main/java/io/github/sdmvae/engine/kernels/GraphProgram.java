/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.objective.LossTerms;
import java.util.List;

/**
 * A model on an engine that computes kernel by kernel: the order of the kernels, and the arrays between them. Gradients are
 * derived by hand.
 *
 * <p>Data flows x → encoder → heads (μ, λ) → code a → z = D a → decoder → output → likelihood; gradients flow back. A
 * learned dictionary and pseudo-inputs get their gradients on the way.
 */
final class GraphProgram implements TrainingProgram {
    private final CompiledModel model;
    private final KernelParameters parameters;
    private final BatchArrays batch;
    private final Staging staging;
    private final BatchLoss loss;
    private final StepReports reports = new StepReports();

    GraphProgram(CompiledModel model, int rows) {
        this.model = model;
        parameters = model.parameters();
        batch = new BatchArrays(
                model.engine(), model.graph(), model.objective(), parameters, rows, model.trains());
        staging = new Staging(model.graph(), batch);
        loss = new BatchLoss(model, batch);
    }

    @Override
    public int rows() {
        return batch.rows();
    }

    @Override
    public int samples() {
        return batch.samples();
    }

    @Override
    public long bytes() {
        return batch.bytes();
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
        batch.likelihood().x().write(x);
    }

    @Override
    public void stage(Noise noise) {
        staging.noise(noise);
    }

    @Override
    public void stageNoise(double[] noise) {
        batch.code().noise().write(noise);
    }

    @Override
    public void stageCodes(float[] codes) {
        batch.used().write(codes, 0);
    }

    @Override
    public void encode() {
        batch.input().load(parameters.values());
        batch.encoder().forEach(Stage::forward);
    }

    @Override
    public void draw(StepValues values) {
        loss.draw(values, false);
        loss.select(false);
    }

    @Override
    public void decode() {
        loss.decode(false);
        loss.reconstruct();
    }

    private void forward(StepValues values, boolean train) {
        encode();
        loss.draw(values, train);
        loss.select(train);
        loss.decode(train);
    }

    @Override
    public LossTerms evaluate(StepValues values) {
        forward(values, false);
        return loss.terms(values, false);
    }

    @Override
    public double[] bounds(StepValues values) {
        forward(values, false);
        return loss.bounds();
    }

    @Override
    public LossTerms gradient(StepValues values) {
        model.meeting();
        forward(values, true);
        LossTerms terms = loss.terms(values, true);
        backward();
        return terms;
    }

    private void backward() {
        ParameterSet target = parameters.gradient();
        backward(batch.decoder(), target);
        backward(batch.selection(), target);
        loss.penaltyGradients(target);
        batch.codeStep().backward();
        backward(batch.encoder(), target);
        batch.input().unloadGradient(target);
    }

    private static void backward(List<Stage> stages, ParameterSet target) {
        for (int i = stages.size() - 1; i >= 0; i--) {
            stages.get(i).backward(target);
        }
    }

    @Override
    public void step(StepValues values) {
        LossTerms terms = gradient(values);
        parameters.exchangeGradient(model.meeting());
        reports.add(values.step(), terms, update(values));
    }

    private double update(StepValues values) {
        double norm = AdamUpdate.apply(model.engine(), parameters, values);
        for (List<Stage> stages : List.of(batch.decoder(), batch.selection(), batch.encoder())) {
            stages.forEach(stage -> stage.afterUpdate(values));
        }
        return norm;
    }

    @Override
    public void reports(boolean wait, Receiver receiver) {
        reports.handOver(receiver);
    }

    @Override
    public int length(Result result) {
        return batch.result(result).length();
    }

    @Override
    public void read(Result result, float[] target) {
        batch.result(result).read(target, 0);
    }

    @Override
    public void read(Result result, double[] target) {
        batch.result(result).read(target);
    }
}
