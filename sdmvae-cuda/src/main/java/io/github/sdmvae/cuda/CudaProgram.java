/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.graph.ModelGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model whose rows stand alone, as work on the device. Not thread-safe. */
final class CudaProgram extends CardProgram {
    private final int rows;
    private final Batches batches;
    private final BatchWork work;
    private final LossWork loss;
    private final TermsRing ring;
    private final RingTerms terms;
    private final @Nullable UpdateWork update;
    private final @Nullable CommonShape common;
    private @Nullable Noise noise;

    CudaProgram(
            CudaEngine engine,
            ModelGraph graph,
            Objective objective,
            KernelParameters parameters,
            int rows,
            boolean training) {
        super(engine, parameters, training);
        this.rows = rows;
        batches = keep(new Batches(graph, engine.resident(), engine.device(), lane(), rows, training), Batches::close);
        work = new BatchWork(recorder(), engine.noiseTables(), graph, objective, parameters, rows, training);
        List<TermStage> stages = new ArrayList<>(work.selectionTerms());
        stages.addAll(work.decoderTerms());
        List<String> names = RingTerms.names(graph.penalties(), stages);
        int always = graph.penalties().size() + work.selectionTerms().size();
        ring = keep(
                new TermsRing(
                        engine.device(),
                        lane(),
                        TermsRing.Columns.PENALTIES + names.size(),
                        new Sums(objective, names, always, work.decoder().watched())),
                TermsRing::close);
        terms = new RingTerms(recorder(), ring, graph.penalties(), parameters.values());
        loss = new LossWork(recorder(), graph, objective, work, terms);
        update = training ? new UpdateWork(recorder(), parameters, ring) : null;
        common = training ? CommonShape.of(engine, graph, objective, work, ring, parameters) : null;
        if (common != null) {
            keep(common, CommonShape::close);
        }
        ready();
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    int points() {
        return rows;
    }

    @Override
    public int samples() {
        return work.samples();
    }

    @Override
    public long bytes() {
        return work.bytes();
    }

    @Override
    TermsRing ring() {
        return ring;
    }

    @Override
    StagedData batches() {
        return batches;
    }

    @Override
    public void stage(Noise staged) {
        noise = staged;
        begin().noise(staged);
    }

    @Override
    public void stageNoise(double[] given) {
        results().write(work.noise(), rounded(given));
        noise = null;
        begin().noiseIsGiven();
    }

    @Override
    public void stageCodes(float[] codes) {
        results().write(work.used(), codes);
    }

    @Override
    public void encode() {
        begin(values(1, 1), false, TermsRing.aside());
        run("encode", work::encode);
        used();
    }

    @Override
    public void draw(StepValues values) {
        begin(values, false, TermsRing.aside());
        run("draw", sequence -> work.draw(sequence, false));
    }

    @Override
    public void decode() {
        waitForTrainings();
        run("decode", sequence -> {
            work.decode(sequence);
            loss.mean(sequence);
        });
    }

    @Override
    void forward(Sequence sequence, boolean train) {
        work.encode(sequence);
        work.draw(sequence, train);
        work.decode(sequence);
        loss.terms(sequence, train);
    }

    @Override
    public double[] bounds(StepValues values) {
        begin(values(1, values.relaxation()), false, TermsRing.aside());
        run("evaluate", sequence -> forward(sequence, false));
        used();
        double[] bounds = new double[rows];
        results().read(loss.bounds(), bounds);
        return bounds;
    }

    @Override
    void backward(Sequence sequence) {
        work.backward(sequence, terms);
    }

    @Override
    void update(Sequence sequence, boolean clips) {
        Objects.requireNonNull(update).update(sequence, clips);
        work.afterUpdate(sequence);
        terms.trouble(sequence, work.decoder().watched());
    }

    @Override
    void step(StepValues values, boolean clips, int slot) {
        if (common == null || noise == null) {
            super.step(values, clips, slot);
            return;
        }
        common.pass(lane(), batches, noise, values, slot, !clips);
        if (clips) {
            begin(values, true, slot);
            run("clippedUpdate", sequence -> update(sequence, true));
        }
    }

    @Override
    public int length(Result result) {
        return work.result(result).length();
    }

    @Override
    public void read(Result result, float[] target) {
        results().read(work.result(result), target);
    }
}
