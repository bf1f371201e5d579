/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From which size Spark pays, computed from what {@link Costs} has measured. It pays where executors of one core each, the start
 * of the context included, are at least one and a half times as fast as one core without Spark.
 *
 * @param start seconds until a context has two executors and has done a first job
 * @param models costs of shared trainings, by size of the model
 * @param perTraining seconds that a training takes beyond itself
 * @param perHour core seconds for an hour of sound to become frames
 * @param perShard core seconds that a shard takes beyond that
 * @param inBatches core seconds to encode a row in large batches
 * @param inQuery core seconds to encode a row in a query
 * @param scores core seconds to score an hour of sound
 */
record CostTable(
        double start,
        List<Size> models,
        double perTraining,
        double perHour,
        double perShard,
        double inBatches,
        double inQuery,
        double scores) {
    private static final double GAIN = 1.5;
    private static final double FRAMES_PER_HOUR = 16000.0 / 256 * 3600;
    private static final int EPOCHS = 100;
    private static final int MINUTES_PER_SHARD = 30;

    /**
     * A model's cost in a shared training by two workers.
     *
     * @param parameters how many
     * @param step seconds of a step of 128 frames on one core
     * @param waiting seconds that a round takes beyond its steps, but for the driver
     * @param driver seconds of the driver's averages
     */
    record Size(int parameters, double step, double waiting, double driver) {
        /** Beyond its steps: the driver has more to average if there are more workers; what they send goes at once. */
        double round(int workers) {
            return waiting + driver * workers / 2;
        }
    }

    /** Work to be done: core seconds of one core without Spark, and what Spark adds to them, as a part. */
    private record Work(double overhead) {
        /** The fewest executors that are fast enough at all, with as many again for the start to be made up for. */
        int executors() {
            return Math.max(2, (int) Math.ceil(2 * GAIN * (1 + overhead) - 1));
        }

        /** Core seconds from which that many executors pay: {@code w / (start + w (1 + o) / E) = 1.5}. */
        double from(double start) {
            return GAIN * start / (1 - GAIN * (1 + overhead) / executors());
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| what | executors | pays from | that is |");
        lines.add("| --- | ---: | --- | --- |");
        models.forEach(size -> lines.add(trainings(size)));
        lines.add(corpus());
        lines.add(queries());
        lines.add(scorer());
        for (int workers : new int[] {2, 8}) {
            models.forEach(size -> lines.add(shared(size, workers)));
        }
        return lines;
    }

    /** Trainings so long that what a job costs is a tenth, and enough of them. */
    private String trainings(Size size) {
        double training = 10 * perTraining;
        Work work = new Work(0.1);
        double hours = training / EPOCHS / size.step() * Costs.BATCH / FRAMES_PER_HOUR;
        return row(
                "many trainings, %,d parameters | %d | trainings of %.1f s and more, %.0f s of them in all"
                        + " | %d epochs of %s of sound each",
                size.parameters(), work.executors(), training, work.from(start), EPOCHS, sound(hours));
    }

    private String corpus() {
        Work work = new Work(perShard * 60 / MINUTES_PER_SHARD / perHour);
        return row(
                "a corpus, shards of %d minutes | %d | %.0f s of work | %s of sound",
                MINUTES_PER_SHARD, work.executors(), work.from(start), sound(work.from(start) / perHour));
    }

    private String queries() {
        Work work = new Work(Math.max(0, inQuery / inBatches - 1));
        double rows = work.from(start) / inBatches;
        return row(
                "codes in queries, %,d parameters, rows not in Spark yet | %d | %.0f s of work | %.1f million rows, %s"
                        + " of sound",
                models.get(0).parameters(),
                work.executors(),
                work.from(start),
                rows / 1e6,
                sound(rows / FRAMES_PER_HOUR));
    }

    private String scorer() {
        Work work = new Work(0);
        return row(
                "scores | %d | %.0f s of work | %s of sound",
                work.executors(), work.from(start), sound(work.from(start) / scores));
    }

    /** Rounds that compute three times as long as they cost give three quarters of W, and must fit into an epoch. */
    private static String shared(Size size, int workers) {
        double computing = 3 * size.round(workers);
        double steps = computing / size.step();
        double hours = steps * workers * Costs.BATCH / FRAMES_PER_HOUR;
        return row(
                "one training, %,d parameters | %d | rounds that compute %.2f s, H = %.0f | %s of sound per epoch",
                size.parameters(), workers, computing, steps, sound(hours));
    }

    private static String sound(double hours) {
        return hours < 1
                ? String.format(Locale.ROOT, "%.1f min", 60 * hours)
                : String.format(Locale.ROOT, "%.1f h", hours);
    }

    private static String row(String format, Object... values) {
        return "| " + String.format(Locale.ROOT, format, values) + " |";
    }
}
