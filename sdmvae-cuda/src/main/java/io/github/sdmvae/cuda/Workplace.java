/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where a program works on the device: a lane, the arrays of what is recorded for it, recordings by name, and copies to and from
 * the host. All of it is given back when the program is closed, or when nobody refers to it any more: the collector may think so
 * while the program's last call is still at work, which therefore ends with a fence. Not thread-safe.
 */
final class Workplace implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Object owner;
    private final Lane lane;
    private final StepBegin begin;
    private final RecordingEngine recorder;
    private final Results results;
    private final Held held = new Held();
    private final Cleaner.Cleanable cleanable;
    private final List<CudaTensor> shared = new ArrayList<>();

    /**
     * An empty one.
     *
     * @param owner the program whose end is the workplace's
     * @param workspace bytes for products
     */
    Workplace(Object owner, CudaEngine engine, long workspace) {
        this.owner = owner;
        cleanable = CLEANER.register(owner, held);
        lane = keep(engine.device().lane(workspace), Lane::close);
        begin = keep(new StepBegin(engine.kernels()), StepBegin::close);
        recorder = keep(new RecordingEngine(engine, begin.address()), RecordingEngine::close);
        results = new Results(owner, keep(new Results.Room(engine.device(), lane), Results.Room::close));
    }

    /** What is given back: it must not lead to the owner. */
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
     * Takes a part that is given back with the rest.
     *
     * @param close must not lead to the owner
     */
    <T> T keep(T part, Consumer<T> close) {
        held.parts.add(0, () -> close.accept(part));
        return part;
    }

    /**
     * To be called when all parts are there: from here on arrays that others read or write know of the lane.
     *
     * @param arrays which
     * @param writes whether the lane changes them
     */
    void ready(List<CudaTensor> arrays, boolean writes) {
        keep(held.sequences, all -> all.values().forEach(Sequence::close));
        keep(lane, Lane::finish); // closed last to first: nothing goes while it is worked on
        share(arrays, writes);
    }

    /** More such arrays. */
    void share(List<CudaTensor> arrays, boolean writes) {
        shared.addAll(arrays);
        arrays.forEach(tensor -> tensor.usedOn(lane, writes));
    }

    Lane lane() {
        return lane;
    }

    StepBegin begin() {
        return begin;
    }

    RecordingEngine recorder() {
        return recorder;
    }

    Results results() {
        return results;
    }

    /** What to do by a name, put together when first asked for. */
    void run(String name, Consumer<Sequence> pieces) {
        try {
            Sequence sequence = held.sequences.get(name);
            if (sequence == null) {
                sequence = new Sequence();
                pieces.accept(sequence);
                held.sequences.put(name, sequence);
            }
            sequence.run(lane);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    @Override
    public void close() {
        shared.forEach(tensor -> tensor.notUsedOn(lane));
        cleanable.clean();
    }
}
