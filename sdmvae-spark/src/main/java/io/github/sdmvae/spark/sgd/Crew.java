/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Who does the rounds. The results are the same, whoever it is. */
interface Crew {

    /**
     * Does a round for all workers.
     *
     * @param start of all
     * @param round which steps
     * @return a report of each, in the order of the workers
     */
    List<WorkerReport> round(RoundState start, Round round) throws IOException;

    /** Bytes that went to a worker and came back in the last round. */
    long bytes();

    /** How many work at once. */
    int atOnce();

    /** One after the other, in this process: a simulation, and the answer to compare with. */
    static Crew here(WorkerSpec spec) {
        String json = spec.toJson();
        return new Crew() {
            @Override
            public List<WorkerReport> round(RoundState start, Round round) throws IOException {
                List<WorkerReport> reports = new ArrayList<>();
                for (int w = 0; w < spec.sharing().workers(); w++) {
                    reports.add(Workers.round(json, spec.model(), start, round, w));
                }
                return reports;
            }

            @Override
            public long bytes() {
                return 0;
            }

            @Override
            public int atOnce() {
                return 1;
            }
        };
    }

    /** One task each, on a cluster. */
    static Crew on(JavaSparkContext context, WorkerSpec spec) {
        return new OnSpark(context, spec);
    }

    /** A job per round: the state goes out as a broadcast, reports come back as bytes. */
    final class OnSpark implements Crew {
        private final JavaSparkContext context;
        private final String spec;
        private final int workers;
        private final Broadcast<byte[]> model;
        private long bytes;

        OnSpark(JavaSparkContext context, WorkerSpec spec) {
            this.context = context;
            this.spec = spec.toJson();
            this.workers = spec.sharing().workers();
            this.model = context.broadcast(spec.model());
        }

        @Override
        public List<WorkerReport> round(RoundState start, Round round) {
            byte[] state = start.toBytes();
            Broadcast<byte[]> sent = context.broadcast(state);
            try {
                List<byte[]> reports = run(sent, round.epoch(), round.first(), round.steps(), round.stepsDone());
                bytes = (long) state.length * executors()
                        + reports.stream().mapToLong(report -> report.length).sum();
                return reports.stream().map(WorkerReport::of).toList();
            } finally {
                sent.destroy();
            }
        }

        /** The driver is in the list, too; alone in it if it does the work itself. */
        private int executors() {
            return Math.max(1, context.sc().statusTracker().getExecutorInfos().length - 1);
        }

        /** The closure holds strings, numbers and broadcasts of bytes; collected in the order of the partitions. */
        private List<byte[]> run(Broadcast<byte[]> state, int epoch, int first, int steps, long stepsDone) {
            String json = spec;
            Broadcast<byte[]> definition = model;
            Integer[] numbers = IntStream.range(0, workers).boxed().toArray(Integer[]::new);
            return context.parallelize(Arrays.asList(numbers), workers)
                    .map(number -> work(json, definition, state, new long[] {epoch, first, steps, stepsDone}, number))
                    .collect();
        }

        private static byte[] work(
                String json, Broadcast<byte[]> model, Broadcast<byte[]> state, long[] round, int number)
                throws IOException {
            Round steps = new Round((int) round[0], (int) round[1], (int) round[2], round[3]);
            RoundState start = RoundState.of(ByteBuffer.wrap(state.value()));
            return Workers.round(json, model.value(), start, steps, number).toBytes();
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public int atOnce() {
            return Math.max(1, Math.min(workers, context.defaultParallelism()));
        }
    }
}
