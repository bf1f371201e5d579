/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.objective.LossTerms;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A model as work on the device: what is asked for is put together once and recorded, so that a step is one launch that
 * tells what changes and one of everything else. Steps return before they have run; terms come when a half of their ring is
 * full. Not thread-safe.
 */
abstract class CardProgram implements TrainingProgram {
    private static final long LARGE_WORKSPACE = 32L << 20;
    private static final long SMALL_WORKSPACE = 4L << 20;

    private final KernelParameters parameters;
    private final boolean training;
    private final Workplace place;

    CardProgram(CudaEngine engine, KernelParameters parameters, boolean training) {
        this.parameters = parameters;
        this.training = training;
        place = new Workplace(this, engine, training ? LARGE_WORKSPACE : SMALL_WORKSPACE);
    }

    /** To be called when all parts are there: from here on parameters know of the program. */
    final void ready() {
        place.ready(tensors(parameters, training), training);
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

    /** As {@link Workplace#keep}. */
    final <T> T keep(T part, Consumer<T> close) {
        return place.keep(part, close);
    }

    final Lane lane() {
        return place.lane();
    }

    final StepBegin begin() {
        return place.begin();
    }

    final RecordingEngine recorder() {
        return place.recorder();
    }

    final Results results() {
        return place.results();
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

    final void run(String name, Consumer<Sequence> pieces) {
        place.run(name, pieces);
    }

    /** The program is in use until this ends, whatever the collector can see. */
    private <T> T inUse(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Those who staged data have asked for all that reads it. */
    final void used() {
        try {
            batches().used();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    final void begin(StepValues values, boolean train, int slot) {
        waitForTrainings();
        begin().run(lane(), values, train ? 1.0 / points() : 0, slot);
    }

    /** Who trains on the same parameters has put work on another lane. */
    final void waitForTrainings() {
        if (!training) {
            ((CudaTensor) parameters.of(Store.VALUES)).finishWriters(lane());
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
        begin().data(batches.data(), batches.numbers(), batches.first());
    }

    @Override
    public LossTerms evaluate(StepValues values) {
        begin(values, false, TermsRing.aside());
        run("evaluate", sequence -> forward(sequence, false));
        used();
        return inUse(() -> ring().passed(pass(values.beta(), false)));
    }

    @Override
    public LossTerms gradient(StepValues values) {
        requireTraining();
        begin(values, true, TermsRing.aside());
        run("gradient", sequence -> {
            forward(sequence, true);
            backward(sequence);
        });
        used();
        return inUse(() -> ring().passed(pass(values.beta(), true)));
    }

    @Override
    public void step(StepValues values) {
        requireTraining();
        boolean clips = !Double.isInfinite(values.clipping());
        step(values, clips, ring().slot());
        used();
        try {
            ring().asked(values.step(), pass(values.beta(), true), clips);
        } finally {
            Reference.reachabilityFence(this);
        }
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
        try {
            ring().reports(wait, receiver);
        } finally {
            Reference.reachabilityFence(this);
        }
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
        place.close();
    }
}
