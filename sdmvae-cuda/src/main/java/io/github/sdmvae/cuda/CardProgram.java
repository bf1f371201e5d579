/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.objective.LossTerms;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A model as work on the device: what is asked for is put together once and recorded, so that a step is one launch that
 * tells what changes and one of everything else. Steps return before they have run; terms come when a half of their ring is
 * full. Not thread-safe.
 */
abstract class CardProgram implements TrainingProgram {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final long LARGE_WORKSPACE = 32L << 20;
    private static final long SMALL_WORKSPACE = 4L << 20;

    private final KernelParameters parameters;
    private final boolean training;
    private final Lane lane;
    private final StepBegin begin;
    private final RecordingEngine recorder;
    private final Results results;
    private final Cleaner.Cleanable cleanable;
    private final Held held;

    CardProgram(CudaEngine engine, KernelParameters parameters, boolean training) {
        this.parameters = parameters;
        this.training = training;
        held = new Held();
        cleanable = CLEANER.register(this, held);
        lane = keep(engine.device().lane(training ? LARGE_WORKSPACE : SMALL_WORKSPACE), Lane::close);
        begin = keep(new StepBegin(engine.kernels()), StepBegin::close);
        recorder = keep(new RecordingEngine(engine, begin.address()), RecordingEngine::close);
        results = keep(new Results(engine.device(), lane), Results::close);
    }

    /** To be called when all parts are there: from here on parameters know of the program. */
    final void ready() {
        keep(held.sequences, all -> all.values().forEach(Sequence::close));
        keep(lane, Lane::finish); // closed last to first: nothing goes while it is worked on
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
     * Takes a part that is given back when the program is closed or dropped.
     *
     * @param close must not lead to the program itself
     */
    final <T> T keep(T part, Consumer<T> close) {
        held.parts.add(0, () -> close.accept(part));
        return part;
    }

    final Lane lane() {
        return lane;
    }

    final StepBegin begin() {
        return begin;
    }

    final RecordingEngine recorder() {
        return recorder;
    }

    final Results results() {
        return results;
    }

    /** The ring of this program's terms. */
    abstract TermsRing ring();

    /** Data points or frames of the batch as it is staged. */
    abstract int points();

    /** Where batches are brought to. */
    abstract StagedData batches();

    /** Data to results, and sums of terms. */
    abstract void forward(Sequence work, boolean train);

    /** From there to gradients. */
    abstract void backward(Sequence work);

    /** Parameters take a step. */
    abstract void update(Sequence work, boolean clips);

    /** What to do by a name, put together when first asked for. */
    final void run(String name, Consumer<Sequence> pieces) {
        Sequence sequence = held.sequences.get(name);
        if (sequence == null) {
            sequence = new Sequence();
            pieces.accept(sequence);
            held.sequences.put(name, sequence);
        }
        sequence.run(lane);
    }

    final void begin(StepValues values, boolean train, int slot) {
        waitForTrainings();
        begin.run(lane, values, train ? 1.0 / points() : 0, slot);
    }

    /** Who trains on the same parameters has put work on another lane. */
    final void waitForTrainings() {
        if (!training) {
            ((CudaTensor) parameters.of(Store.VALUES)).finishOthers(lane);
        }
    }

    static StepValues values(double beta, double relaxation) {
        return new StepValues(0, beta, relaxation, 0, Double.POSITIVE_INFINITY);
    }

    final TermsRing.Pass pass(double beta, boolean train) {
        return new TermsRing.Pass(beta, points(), train);
    }

    @Override
    public void stage(FrameSource source, int[] numbers, int first) {
        batches().stage(source, numbers, first);
        staged();
    }

    @Override
    public void stage(float[] x, int firstRow) {
        batches().stage(x, firstRow);
        staged();
    }

    @Override
    public void stage(double[] x) {
        batches().stage(x);
        staged();
    }

    /** The next work reads the batch that was brought last. */
    final void staged() {
        StagedData batches = batches();
        begin.data(batches.data(), batches.numbers(), batches.first());
    }

    @Override
    public LossTerms evaluate(StepValues values) {
        begin(values, false, TermsRing.aside());
        run("evaluate", sequence -> forward(sequence, false));
        batches().used();
        return ring().passed(pass(values.beta(), false));
    }

    @Override
    public LossTerms gradient(StepValues values) {
        requireTraining();
        begin(values, true, TermsRing.aside());
        run("gradient", sequence -> {
            forward(sequence, true);
            backward(sequence);
        });
        batches().used();
        return ring().passed(pass(values.beta(), true));
    }

    @Override
    public void step(StepValues values) {
        requireTraining();
        boolean clips = !Double.isInfinite(values.clipping());
        step(values, clips, ring().slot());
        batches().used();
        ring().asked(values.step(), pass(values.beta(), true), clips);
    }

    /** Puts a step on the lane. */
    void step(StepValues values, boolean clips, int slot) {
        begin(values, true, slot);
        run(clips ? "clippedStep" : "step", sequence -> {
            forward(sequence, true);
            backward(sequence);
            update(sequence, clips);
        });
    }

    @Override
    public void reports(boolean wait, Receiver receiver) {
        ring().reports(wait, receiver);
    }

    private void requireTraining() {
        if (!training) {
            throw new IllegalStateException("this program was compiled without gradients; use Engine.train");
        }
    }

    @Override
    public void read(Result result, double[] target) {
        float[] values = new float[length(result)];
        read(result, values);
        for (int i = 0; i < values.length; i++) {
            target[i] = values[i];
        }
    }

    static float[] rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }

    @Override
    public void close() {
        tensors(parameters, training).forEach(tensor -> tensor.notUsedOn(lane));
        cleanable.clean();
    }
}
