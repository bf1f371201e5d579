/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.engine.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;

/**
 * Programs that threads borrow and give back, so that they share weights but no arrays, and memory is allocated once per
 * thread and batch size.
 */
final class ProgramPool {
    private final BatchSizes sizes;
    private final IntFunction<Program> compiler;
    private final List<Queue<Program>> pools = new ArrayList<>();

    /** Makes programs by rows when needed. */
    ProgramPool(BatchSizes sizes, IntFunction<Program> compiler) {
        this.sizes = sizes;
        this.compiler = compiler;
        sizes.sizes().forEach(ignored -> pools.add(new ConcurrentLinkedQueue<>()));
    }

    /** What to do with one batch; the program may have more rows. */
    interface BatchTask {
        void run(Program program, int first, int rows);
    }

    void inBatches(int count, BatchTask task) {
        int first = 0;
        while (first < count) {
            int index = sizes.indexFor(count - first);
            int rows = Math.min(sizes.sizes().get(index), count - first);
            borrow(index, task, first, rows);
            first += rows;
        }
    }

    private void borrow(int index, BatchTask task, int first, int rows) {
        Program program = pools.get(index).poll();
        if (program == null) {
            program = compiler.apply(sizes.sizes().get(index));
        }
        task.run(program, first, rows);
        pools.get(index).add(program);
    }
}
