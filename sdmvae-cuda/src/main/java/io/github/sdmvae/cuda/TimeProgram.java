/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.engine.kernels.SequenceRows;
import io.github.sdmvae.graph.ModelGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model of time as work on the device. There rows lie frame by frame; what goes in and out has them sequence by sequence. Not
 * thread-safe.
 */
final class TimeProgram extends CardProgram {
    private final SequenceRows rows;
    private final SequenceBatches batches;
    private final TimeWork work;
    private final TermsRing ring;
    private final RingTerms terms;
    private final @Nullable UpdateWork update;

    TimeProgram(
            CudaEngine engine,
            ModelGraph graph,
            Objective objective,
            KernelParameters parameters,
            BatchShape shape,
            boolean training) {
        super(engine, parameters, training);
        rows = new SequenceRows(shape);
        batches = keep(
                new SequenceBatches(graph, engine.resident(), engine.device(), lane(), rows, training),
                SequenceBatches::close);
        work = new TimeWork(recorder(), engine.noiseTables(), graph, objective, parameters, rows, training);
        List<String> names = RingTerms.names(graph.penalties(), work.stageTerms());
        ring = keep(
                new TermsRing(
                        engine.device(),
                        lane(),
                        TermsRing.Columns.PENALTIES + names.size(),
                        new Sums(objective, names, graph.penalties().size(), work.watched())),
                TermsRing::close);
        terms = new RingTerms(recorder(), ring, graph.penalties(), parameters.values());
        update = training ? new UpdateWork(recorder(), parameters, ring) : null;
        staged();
        ready();
    }

    @Override
    public int rows() {
        return rows.shape().rows();
    }

    @Override
    int points() {
        return rows.frames();
    }

    @Override
    public int samples() {
        return 1;
    }

    @Override
    public long bytes() {
        return recorder().bytes();
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
    public void stageLengths(int... lengths) {
        if (lengths.length != rows.sequences()) {
            throw new IllegalArgumentException(
                    "this batch holds " + rows.sequences() + " sequences, got " + lengths.length + " lengths");
        }
        batches.lengths(lengths);
        if (rows.shape().carried() && rows.frames() < rows.shape().rows()) {
            throw new IllegalArgumentException("a program that carries its state needs every frame of its batch");
        }
        staged();
    }

    @Override
    public void restart() {
        lane().finish(); // nobody works with the state any more
        work.restart();
    }

    @Override
    public double[][] predict(double[] before) {
        if (!work.predicts() || !rows.shape().carried()) {
            throw new UnsupportedOperationException("the prior of this model predicts nothing here");
        }
        results().write(work.before(), before);
        begin(values(1, 1), false, TermsRing.aside());
        run("predict", work::predict);
        used();
        int values = work.before().length();
        return new double[][] {
            predicted(work.time().mean(), values, 0), predicted(work.time().variance(), values, 1)
        };
    }

    /** Sequence by sequence; of what is not predicted the standard normal's. */
    private double[] predicted(@Nullable CudaTensor tensor, int count, double otherwise) {
        double[] ordered = new double[count];
        if (tensor == null) {
            Arrays.fill(ordered, otherwise);
            return ordered;
        }
        float[] byFrame = new float[count];
        float[] bySequence = new float[count];
        results().read(tensor, byFrame);
        rows.bySequence(byFrame, bySequence, tensor.columns());
        Arrays.setAll(ordered, i -> bySequence[i]);
        return ordered;
    }

    @Override
    public void stage(Noise noise) {
        begin().noise(noise);
    }

    @Override
    public void stageNoise(double[] given) {
        stageByFrame(work.noise(), rounded(given));
        begin().noiseIsGiven();
    }

    @Override
    public void stageCodes(float[] codes) {
        stageByFrame(work.code(), codes);
    }

    private void stageByFrame(CudaTensor target, float[] bySequence) {
        float[] byFrame = new float[target.length()];
        rows.byFrame(bySequence, byFrame, target.columns());
        results().write(target, byFrame);
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
        run("draw", work::draw);
        used();
    }

    @Override
    public void decode() {
        begin(values(1, 1), false, TermsRing.aside());
        run("decode", work::decode);
        used();
    }

    @Override
    public double[] bounds(StepValues values) {
        throw new UnsupportedOperationException("not yet supported: importance weights in models of time");
    }

    @Override
    void forward(Sequence sequence, boolean train) {
        work.forward(sequence, terms, train);
    }

    @Override
    void backward(Sequence sequence) {
        work.backward(sequence, terms);
    }

    @Override
    void update(Sequence sequence, boolean clips) {
        Objects.requireNonNull(update).update(sequence, clips);
        work.afterUpdate(sequence);
        terms.trouble(sequence, work.watched());
    }

    @Override
    public int length(Result result) {
        return work.result(result).length();
    }

    @Override
    public void read(Result result, float[] target) {
        CudaTensor source = work.result(result);
        float[] byFrame = new float[source.length()];
        results().read(source, byFrame);
        rows.bySequence(byFrame, target, source.columns());
    }
}
