/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Posterior;
import io.github.sdmvae.model.Vae;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixteen threads on one model, and a thousand trainers, each in a Java of its own. Ten minutes of the first: {@code mvn
 * test -pl sdmvae-core -am -Dtest=LoadTest -Dsurefire.failIfNoSpecifiedTests=false -Dsdmvae.load.seconds=600}.
 */
class LoadTest {
    private static final int SECONDS = Integer.getInteger("sdmvae.load.seconds", 20);
    private static final int THREADS = 16;
    private static final int TRAINERS = 1000;
    private static final long MEGABYTE = 1 << 20;

    @BeforeEach
    void needsProc() {
        assumeTrue(Files.isReadable(ProcessMemory.PROC), "memory is read from /proc, which this system does not have");
    }

    @Test
    void manyThreadsOnOneModel_getTheBitsOfOne_andMemoryStaysFlat() throws Exception {
        List<String> lines = child(SharedModel.class, Integer.toString(SECONDS));
        System.out.println("load: " + lines);
        assertThat(Long.parseLong(lines.get(0))).as("calls").isGreaterThan(THREADS);
        assertThat(Long.parseLong(lines.get(1))).as("different answers").isZero();
        assertFlat(ProcessMemory.parse(lines.get(2)));
    }

    @Test
    void aThousandTrainers_leaveNothingBehind(@TempDir Path folder) throws Exception {
        List<String> lines = child(ManyTrainers.class, folder.toString());
        System.out.println("trainers: " + lines);
        assertFlat(ProcessMemory.parse(lines.get(0)));
    }

    private static List<String> child(Class<?> program, String argument) throws Exception {
        ChildJava child = ChildJava.start(program, ProcessMemory.OPTIONS, argument);
        List<String> lines = child.readAll().lines().toList();
        assertThat(child.process().waitFor()).isZero();
        return lines;
    }

    /** The compiler goes on for a while, which costs resident memory and some maps; one left per trainer would be 900. */
    private static void assertFlat(ProcessMemory growth) {
        assertThat(growth.heap()).as("heap").isLessThan(8 * MEGABYTE);
        assertThat(growth.resident()).as("resident memory").isLessThan(64 * MEGABYTE);
        assertThat(growth.threads()).as("threads").isLessThanOrEqualTo(2);
        assertThat(growth.files()).as("open files").isLessThanOrEqualTo(4);
        assertThat(growth.maps()).as("memory maps").isLessThan(60);
    }

    /** Child: prints calls, different answers and the growth of memory after the first quarter. */
    static final class SharedModel {
        private final Vae model;
        private final List<Question> questions;
        private final AtomicLong calls = new AtomicLong();
        private final AtomicLong different = new AtomicLong();

        /**
         * Something to ask a model, and its answer on one thread.
         *
         * @param ask the model
         * @param answer to expect
         */
        private record Question(Supplier<Object> ask, Object answer) {
            static Question of(Supplier<Object> ask) {
                return new Question(ask, ask.get());
            }

            boolean isAnsweredAlike() {
                return Arrays.deepEquals(new Object[] {answer}, new Object[] {ask.get()});
            }
        }

        private SharedModel() {
            Frames data = TestParts.speechLike(300, 33, 3);
            ModelDefinition definition = ModelDefinition.builder()
                    .inputSize(33)
                    .hidden(16)
                    .dictionary(Dictionary.dct(5, 8))
                    .build();
            model = Trainer.builder()
                    .epochs(2)
                    .learningRate(1e-3)
                    .build()
                    .fit(definition, data)
                    .model();
            questions = List.of(1, 7, 130, 300).stream()
                    .flatMap(rows -> questions(data, rows).stream())
                    .toList();
        }

        private List<Question> questions(Frames data, int count) {
            float[][] rows = TestParts.rows(data, count);
            float[][] codes = model.encode(rows);
            Frames frames = Frames.of(rows);
            return List.of(
                    Question.of(() -> model.encode(rows)),
                    Question.of(() -> model.decode(codes)),
                    Question.of(() -> model.reconstruct(rows)),
                    Question.of(() -> parts(model.posterior(rows))),
                    Question.of(() -> model.evaluate(frames)),
                    Question.of(() -> model.encodeSample(rows, 9)),
                    Question.of(() -> model.generate(count, 4)));
        }

        private static Object[] parts(Posterior posterior) {
            return new Object[] {posterior.mean(), posterior.logVariance()};
        }

        public static void main(String[] args) throws Exception {
            SharedModel shared = new SharedModel();
            long nanos = TimeUnit.SECONDS.toNanos(Integer.parseInt(args[0]));
            shared.ask(nanos / 4);
            ProcessMemory before = ProcessMemory.now();
            shared.ask(nanos - nanos / 4);
            ProcessMemory growth = ProcessMemory.now().since(before);
            System.out.println(shared.calls + "\n" + shared.different + "\n" + growth.line());
        }

        private void ask(long nanos) throws Exception {
            long end = System.nanoTime() + nanos;
            ExecutorService pool = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<?>> all = new ArrayList<>();
                for (int t = 0; t < THREADS; t++) {
                    int first = t;
                    all.add(pool.submit(() -> askUntil(end, first)));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            } finally {
                pool.shutdown();
                pool.awaitTermination(1, TimeUnit.MINUTES);
            }
        }

        private void askUntil(long end, int first) {
            int next = first;
            do {
                if (!questions.get(next % questions.size()).isAnsweredAlike()) {
                    different.incrementAndGet();
                }
                calls.incrementAndGet();
                next++;
            } while (System.nanoTime() < end);
        }
    }

    /** Child: trains a thousand times, every twentieth time with checkpoints and a file; prints the growth after 100. */
    static final class ManyTrainers {
        private static final Frames DATA = TestParts.speechLike(40, 12, 1);

        private ManyTrainers() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            ProcessMemory before = ProcessMemory.now();
            for (int i = 0; i < TRAINERS; i++) {
                if (i == TRAINERS / 10) {
                    before = ProcessMemory.now();
                }
                train(folder, i);
            }
            System.out.println(ProcessMemory.now().since(before).line());
        }

        private static void train(Path folder, int number) throws Exception {
            ModelDefinition definition = ModelDefinition.builder()
                    .inputSize(12)
                    .hidden(8)
                    .latentSize(1 + number % 5)
                    .build();
            Trainer.Builder trainer = Trainer.builder().epochs(2).batchSize(16);
            if (number % 20 != 0) {
                trainer.build().fit(definition, DATA);
                return;
            }
            Path own = folder.resolve("run" + number);
            Vae model = trainer.checkpoints(Checkpoints.in(own))
                    .build()
                    .fit(definition, DATA, DATA)
                    .model();
            Path file = folder.resolve("model" + number + ".sdmvae");
            model.save(file);
            Vae.load(file).encode(TestParts.rows(DATA, 3));
        }
    }
}
