/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same training in processes of their own: is the result the same to the last bit, and if not, how far apart is it?
 * Against another version of Java:
 *
 * <pre>mvn test -pl sdmvae-core -Dtest=ReproducibilityTest -Dexcluded.groups= -Dsdmvae.test.otherJava=/path/to/jdk</pre>
 */
class ReproducibilityTest {
    static final String OTHER_JAVA = "sdmvae.test.otherJava";

    @TempDir
    Path folder;

    /** The child's main class: trains at a size, saves the model and prints everything else. */
    static final class Training {
        private static final Frames VALIDATION = TestParts.speechLike(300, 513, 2);

        private Training() {}

        public static void main(String[] arguments) throws IOException {
            Engine engine = Engines.named(arguments[1]);
            TrainingResult result = arguments[2].equals("small")
                    ? Runs.trainer().engine(engine).build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION)
                    : paperSize(engine, arguments[2].equals("step") ? 1 : 20);
            result.model().save(Path.of(arguments[0]));
            System.out.println(Runs.oneLine(result));
        }

        /** 4 epochs of so many steps. */
        private static TrainingResult paperSize(Engine engine, int steps) {
            ModelDefinition definition = ModelDefinition.builder()
                    .inputSize(513)
                    .hidden(128)
                    .dictionary(Dictionary.dct(32, 32))
                    .build();
            Frames train = TestParts.speechLike(steps * 128, 513, 1);
            return Trainer.builder()
                    .epochs(4)
                    .learningRate(1e-3)
                    .engine(engine)
                    .build()
                    .fit(definition, train, VALIDATION);
        }
    }

    /**
     * What to train, and where.
     *
     * @param engine cpu or nd4j
     * @param size small, paper, or step: 4 steps at the paper's size
     */
    private record Task(String engine, String size) {
        static List<Task> all() {
            return List.of(
                    new Task("cpu", "small"),
                    new Task("cpu", "paper"),
                    new Task("nd4j", "small"),
                    new Task("nd4j", "paper"));
        }
    }

    private String train(Path javaHome, Task task, String name, String... options) throws Exception {
        String file = folder.resolve(name).toString();
        ChildJava child = ChildJava.start(javaHome, Training.class, List.of(options), file, task.engine(), task.size());
        String said = child.readAll();
        assertThat(child.process().waitFor()).isZero();
        return said;
    }

    private static Path thisJava() {
        return Path.of(System.getProperty("java.home"));
    }

    private static Vae load(Path file) throws IOException {
        return Vae.load(file);
    }

    /** How far apart two trainings ended: by weights, relative to the largest, and by the validation loss. */
    private String distance(Task task, String one, String two) throws IOException {
        Vae a = load(folder.resolve(one));
        Vae b = load(folder.resolve(two));
        float[] x = a.state().parameters();
        float[] y = b.state().parameters();
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
            difference = Math.max(difference, Math.abs(x[i] - y[i]));
        }
        return String.format(
                Locale.ROOT,
                "weights by %.1g of the largest, loss by %.1g of itself",
                difference / largest,
                lossDifference(task, a, b));
    }

    private static double lossDifference(Task task, Vae a, Vae b) {
        Frames validation = task.size().equals("small") ? Runs.VALIDATION : Training.VALIDATION;
        double loss = a.evaluate(validation).terms().loss();
        return Math.abs(b.evaluate(validation).terms().loss() / loss - 1);
    }

    @Test
    void anotherProcessWithAnotherNumberOfThreads_givesTheSameBits() throws Exception {
        String here = Runs.oneLine(Runs.trainer().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
        assertThat(train(thisJava(), new Task("cpu", "small"), "other", threads(3)))
                .isEqualTo(here);
    }

    private static String[] threads(int count) {
        return new String[] {"-Dsdmvae.threads=" + count, "-Dsdmvae.nativeThreads=" + count};
    }

    /** Of the reference, only that one thread is the default: OpenBLAS splits its sums among its own threads. */
    @Test
    @Tag("slow")
    void threadCounts_giveTheSameBitsOnTheStandardEngine() throws Exception {
        for (Task task : Task.all()) {
            String one = train(thisJava(), task, "one", threads(1));
            for (int count : task.engine().equals("cpu") ? new int[] {2, 3, 4} : new int[] {2}) {
                String found = compare(task, one, train(thisJava(), task, "many", threads(count)), "one", "many");
                System.out.println(count + " threads against one, " + task + ": " + found);
                assertThat(task.engine().equals("nd4j") ? "same" : found).isEqualTo("same");
            }
        }
    }

    @Test
    @Tag("slow")
    void compilersOfTheVirtualMachine_giveTheSameBits() throws Exception {
        for (String engine : List.of("cpu", "nd4j")) {
            Task task = new Task(engine, "small");
            String usual = train(thisJava(), task, "usual");
            assertThat(train(thisJava(), task, "interpreted", "-Xint")).isEqualTo(usual);
            assertThat(train(thisJava(), task, "simple", "-XX:TieredStopAtLevel=1"))
                    .isEqualTo(usual);
        }
    }

    @Test
    @Tag("slow")
    void versionsOfJava_giveTheSameBits() throws Exception {
        String other = System.getProperty(OTHER_JAVA, "");
        assumeTrue(!other.isEmpty(), "no other Java in the system property " + OTHER_JAVA);
        Map<Task, String> results = new LinkedHashMap<>();
        for (Task task : Task.all()) {
            String here = train(thisJava(), task, "here");
            results.put(task, compare(task, here, train(Path.of(other), task, "there"), "here", "there"));
        }
        System.out.println("another Java against this one: " + results);
        assertThat(results.values()).containsOnly("same");
    }

    /** What does not hold, with its size: sums in another order differ by rounding, and training carries that on. */
    @Test
    @Tag("slow")
    void otherEnginesAndProcessors_differByRoundingAtFirst() throws Exception {
        Map<String, String> results = new LinkedHashMap<>();
        for (String size : List.of("step", "paper")) {
            Task task = new Task("cpu", size);
            train(thisJava(), task, "cpu");
            train(thisJava(), new Task("nd4j", size), "nd4j");
            results.put("engine nd4j, " + size, distance(task, "cpu", "nd4j"));
            for (String processor : List.of("Haswell", "Sandybridge")) {
                trainAs(processor, size);
                results.put("processor " + processor + ", " + size, distance(task, "cpu", "as"));
            }
            if (size.equals("step")) {
                assertThat(lossDifference(task, load(folder.resolve("cpu")), load(folder.resolve("nd4j"))))
                        .isLessThan(1e-3);
            }
        }
        results.forEach((other, distance) -> System.out.println("against engine cpu here, " + other + ": " + distance));
    }

    /** OpenBLAS takes the processor for another one and chooses its kernels accordingly. */
    private void trainAs(String processor, String size) throws Exception {
        ChildJava.Environment as = new ChildJava.Environment("OPENBLAS_CORETYPE", processor);
        String file = folder.resolve("as").toString();
        ChildJava child = ChildJava.start(as, Training.class, file, "cpu", size);
        child.readAll();
        assertThat(child.process().waitFor()).isZero();
    }

    private String compare(Task task, String one, String two, String oneModel, String twoModel) throws IOException {
        return one.equals(two) ? "same" : distance(task, oneModel, twoModel);
    }
}
