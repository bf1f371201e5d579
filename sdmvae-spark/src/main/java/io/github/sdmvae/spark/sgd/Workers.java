/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.spark.ModelBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The compiled workers of this process, kept from round to round, as many as ran at once; of the latest training only. Safe
 * for use from several threads.
 */
final class Workers {
    private static final Deque<Worker> IDLE = new ArrayDeque<>();
    private static String current = "";

    private Workers() {}

    /** Does a round for a worker in the thread that calls. */
    static WorkerReport round(String spec, byte[] model, RoundState start, Round round, int number) throws IOException {
        String of = ModelBytes.fingerprint((spec + ModelBytes.fingerprint(model)).getBytes(StandardCharsets.UTF_8));
        Worker worker = borrow(of);
        if (worker == null) {
            worker = Worker.of(WorkerSpec.of(spec, model), Exchange.none());
        }
        boolean done = false;
        try {
            WorkerReport report = worker.round(start, round, number);
            done = true;
            return report;
        } finally {
            giveBack(of, worker, done);
        }
    }

    private static @Nullable Worker borrow(String of) {
        synchronized (IDLE) {
            if (!of.equals(current)) {
                IDLE.forEach(Worker::close);
                IDLE.clear();
                current = of;
            }
            return IDLE.poll();
        }
    }

    private static void giveBack(String of, Worker worker, boolean whole) {
        synchronized (IDLE) {
            if (whole && of.equals(current)) {
                IDLE.add(worker);
                return;
            }
        }
        worker.close();
    }
}
