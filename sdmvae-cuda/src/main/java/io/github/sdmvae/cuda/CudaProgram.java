/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.PenaltyNode;
import io.github.sdmvae.objective.LossTerms;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model as work on the device: what is asked for is put together once and recorded, so that a step is one launch that
 * tells what changes and one of everything else. Steps return before they have run; terms come when a half of their ring is
 * full. Not thread-safe.
 */
final class CudaProgram implements TrainingProgram {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final long LARGE_WORKSPACE = 32L << 20;
    private static final long SMALL_WORKSPACE = 4L << 20;

    private final KernelParameters parameters;
    private final List<PenaltyNode> penalties;
    private final int rows;
    private final boolean training;
    private final Lane lane;
    private final Batches batches;
    private final StepBegin begin;
    private final BatchWork work;
    private final TermsRing ring;
    private final Results results;
    private final @Nullable CommonShape common;
    private @Nullable Noise noise;
    private final Cleaner.Cleanable cleanable;
    private final Held held;

    CudaProgram(
            CudaEngine engine,
            ModelGraph graph,
            Objective objective,
            KernelParameters parameters,
            int rows,
            boolean training) {
        this.parameters = parameters;
        this.penalties = graph.penalties();
        this.rows = rows;
        this.training = training;
        held = new Held();
        cleanable = CLEANER.register(this, held);
        lane = held.keep(engine.device().lane(training ? LARGE_WORKSPACE : SMALL_WORKSPACE), Lane::close);
        begin = held.keep(new StepBegin(engine.kernels()), StepBegin::close);
        batches =
                held.keep(new Batches(graph, engine.resident(), engine.device(), lane, rows, training), Batches::close);
        ring = held.keep(
                new TermsRing(
                        engine.device(),
                        lane,
                        TermsRing.Columns.PENALTIES + penalties.size(),
                        new Sums(objective, penalties, rows, training)::terms),
                TermsRing::close);
        work = held.keep(
                new BatchWork(engine, graph, objective, parameters, rows, training, begin.address()), BatchWork::free);
        results = held.keep(new Results(engine.device(), lane), Results::close);
        common = training ? CommonShape.of(engine, graph, objective, work, ring, rows) : null;
        if (common != null) {
            held.keep(common, CommonShape::close);
        }
        held.keep(held.sequences, all -> all.values().forEach(Sequence::close));
        held.keep(lane, Lane::finish); // closed last to first: nothing goes while it is worked on
        tensors(parameters, training).forEach(tensor -> tensor.usedOn(lane));
    }

    private static List<CudaTensor> tensors(KernelParameters parameters, boolean training) {
        List<CudaTensor> all = new ArrayList<>();
        for (Store store : Store.values()) {
            if (training || store == Store.VALUES || store == Store.SHARED_GAMMA) {
                all.add((CudaTensor) parameters.of(store));
            }
        }
        return all;
    }

    /** What the program gives back when it is closed or dropped: it must not lead to the program itself. */
    private static final class Held implements Runnable {
        private final List<Runnable> parts = new ArrayList<>();
        private final Map<String, Sequence> sequences = new LinkedHashMap<>();

        <T> T keep(T part, Consumer<T> close) {
            parts.add(0, () -> close.accept(part));
            return part;
        }

        @Override
        public void run() {
            RuntimeException first = null;
            for (Runnable part : parts) {
                try {
                    part.run();
                } catch (RuntimeException e) {
                    first = first == null ? e : first; // a lost card refuses each of them
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }

    /**
     * Sums → terms.
     *
     * @param training whether free bits hold
     */
    private record Sums(Objective objective, List<PenaltyNode> penalties, int rows, boolean training) {
        LossTerms terms(double[] sums, double beta) {
            Map<String, Double> penalty = new LinkedHashMap<>();
            for (int i = 0; i < penalties.size(); i++) {
                penalty.put(penalties.get(i).name(), sums[TermsRing.Columns.PENALTIES + i]);
            }
            if (objective.rule().importance()) {
                double bound = sums[TermsRing.Columns.BOUND] / rows;
                double reconstruction = sums[TermsRing.Columns.RECONSTRUCTION] / rows;
                double rest = beta == 0 ? 0 : (bound - reconstruction) / beta;
                return new LossTerms(reconstruction, rest, 0, beta, penalty);
            }
            boolean held = training && objective.freeBits() > 0;
            return new LossTerms(
                    sums[TermsRing.Columns.LOSS] / ((double) rows * objective.samples()),
                    held ? sums[TermsRing.Columns.DIVERGENCE] : sums[TermsRing.Columns.DIVERGENCE] / rows,
                    sums[TermsRing.Columns.HYPERPRIOR] / rows,
                    beta,
                    penalty);
        }
    }

    @Override
    public int rows() {
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
    public void stage(FrameSource source, int[] numbers, int first) {
        batches.stage(source, numbers, first);
        begin.data(batches);
    }

    @Override
    public void stage(float[] x, int firstRow) {
        batches.stage(x, firstRow);
        begin.data(batches);
    }

    @Override
    public void stage(double[] x) {
        batches.stage(x);
        begin.data(batches);
    }

    @Override
    public void stage(Noise staged) {
        noise = staged;
        begin.noise(staged);
    }

    @Override
    public void stageNoise(double[] given) {
        float[] rounded = new float[given.length];
        for (int i = 0; i < given.length; i++) {
            rounded[i] = (float) given[i];
        }
        results.write(work.noise(), rounded);
        noise = null;
        begin.noiseIsGiven();
    }

    @Override
    public void stageCodes(float[] codes) {
        results.write(work.code(), codes);
    }

    /** What to do by a name, put together when first asked for. */
    private void run(String name, Consumer<Sequence> pieces) {
        Sequence sequence = held.sequences.get(name);
        if (sequence == null) {
            sequence = new Sequence();
            pieces.accept(sequence);
            held.sequences.put(name, sequence);
        }
        sequence.run(lane);
    }

    private void begin(StepValues values, boolean train, int slot) {
        waitForTrainings();
        begin.run(lane, values, train ? values.beta() / rows : 0, slot);
    }

    /** Who trains on the same parameters has put work on another lane. */
    private void waitForTrainings() {
        if (!training) {
            ((CudaTensor) parameters.of(Store.VALUES)).finishOthers(lane);
        }
    }

    private static StepValues values(double beta, double relaxation) {
        return new StepValues(0, beta, relaxation, 0, Double.POSITIVE_INFINITY);
    }

    @Override
    public void encode() {
        begin(values(1, 1), false, TermsRing.aside());
        run("encode", work::encode);
        batches.used();
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
            work.mean(sequence);
        });
    }

    private void forward(Sequence sequence, boolean train) {
        work.encode(sequence);
        work.draw(sequence, train);
        work.decode(sequence);
    }

    @Override
    public LossTerms evaluate(StepValues values) {
        begin(values, false, TermsRing.aside());
        run("evaluate", sequence -> {
            forward(sequence, false);
            work.terms(sequence, ring, false);
        });
        batches.used();
        return ring.passed(values.beta());
    }

    @Override
    public double[] bounds(StepValues values) {
        StepValues plain = values(1, values.relaxation());
        begin(plain, false, TermsRing.aside());
        run("evaluate", sequence -> {
            forward(sequence, false);
            work.terms(sequence, ring, false);
        });
        batches.used();
        double[] bounds = new double[rows];
        results.read(work.bounds(), bounds);
        return bounds;
    }

    private void forwardAndBackward(Sequence sequence) {
        forward(sequence, true);
        work.terms(sequence, ring, true);
        work.backward(sequence, ring);
    }

    @Override
    public LossTerms gradient(StepValues values) {
        requireTraining();
        begin(values, true, TermsRing.aside());
        run("gradient", this::forwardAndBackward);
        batches.used();
        return ring.passed(values.beta());
    }

    @Override
    public void step(StepValues values) {
        requireTraining();
        boolean clips = !Double.isInfinite(values.clipping());
        int slot = ring.slot();
        if (common != null && noise != null) {
            common.pass(lane, batches, noise, values, slot, !clips);
            if (clips) {
                begin(values, true, slot);
                run("clippedUpdate", sequence -> work.update(sequence, ring, true));
            }
        } else {
            begin(values, true, slot);
            run(clips ? "clippedStep" : "step", sequence -> {
                forwardAndBackward(sequence);
                work.update(sequence, ring, clips);
            });
        }
        batches.used();
        ring.asked(values.step(), values.beta(), clips);
    }

    @Override
    public void reports(boolean wait, Receiver receiver) {
        ring.reports(wait, receiver);
    }

    private void requireTraining() {
        if (!training) {
            throw new IllegalStateException("this program was compiled without gradients; use Engine.train");
        }
    }

    @Override
    public int length(Result result) {
        return work.result(result).length();
    }

    @Override
    public void read(Result result, float[] target) {
        results.read(work.result(result), target);
    }

    @Override
    public void read(Result result, double[] target) {
        float[] values = new float[length(result)];
        read(result, values);
        for (int i = 0; i < values.length; i++) {
            target[i] = values[i];
        }
    }

    @Override
    public void close() {
        tensors(parameters, training).forEach(tensor -> tensor.notUsedOn(lane));
        cleanable.clean();
    }
}
