/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Program;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Programs for one sequence that threads borrow and give back, by the frames they have room for. */
final class SequencePrograms {
    private static final int SMALLEST = 16;
    private static final int SIZES_PER_DOUBLING = 4;

    private final Function<BatchShape, Program> compiler;
    private final Map<BatchShape, Queue<Program>> pools = new ConcurrentHashMap<>();

    /** Makes programs when needed. */
    SequencePrograms(Function<BatchShape, Program> compiler) {
        this.compiler = compiler;
    }

    /** What to do with a program. */
    interface Task {
        void run(Program program);
    }

    /** Room for a sequence, at most a quarter of it unused: sizes are few, so that programs are used again. */
    static int room(int frames) {
        if (frames <= SMALLEST) {
            return SMALLEST;
        }
        int grain = Math.max(1, Integer.highestOneBit(frames - 1) / SIZES_PER_DOUBLING);
        return (frames + grain - 1) / grain * grain;
    }

    void borrow(BatchShape shape, Task task) {
        Queue<Program> pool = pools.computeIfAbsent(shape, ignored -> new ConcurrentLinkedQueue<>());
        Program program = pool.poll();
        if (program == null) {
            program = compiler.apply(shape);
        }
        task.run(program);
        pool.add(program);
    }

    /** One that is not given back. */
    Program own(BatchShape shape) {
        return compiler.apply(shape);
    }
}
