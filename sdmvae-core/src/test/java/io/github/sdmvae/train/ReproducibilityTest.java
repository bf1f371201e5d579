/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.Precision;
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
    private static final String OTHER_JAVA = "sdmvae.test.otherJava";

    @TempDir
    Path folder;

    /** The child's main class: trains at a size, saves the model and prints everything else. */
    static final class Training {
        private Training() {}

        public static void main(String[] arguments) throws IOException {
            Engine engine = arguments[1].equals("cpu") ? Engines.cpu() : Engines.nd4j(Precision.FLOAT32);
            TrainingResult result = arguments[2].equals("small")
                    ? Runs.trainer().engine(engine).build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION)
                    : paperSize(engine);
            result.model().save(Path.of(arguments[0]));
            System.out.println(Runs.oneLine(result));
        }

        /** 4 epochs of 20 steps. */
        private static TrainingResult paperSize(Engine engine) {
            ModelDefinition definition = ModelDefinition.builder()
                    .inputSize(513)
                    .hidden(128)
                    .dictionary(Dictionary.dct(32, 32))
                    .build();
            Frames train = TestParts.speechLike(20 * 128, 513, 1);
            Frames validation = TestParts.speechLike(300, 513, 2);
            return Trainer.builder()
                    .epochs(4)
                    .learningRate(1e-3)
                    .engine(engine)
                    .build()
                    .fit(definition, train, validation);
        }
    }

    /**
     * What to train, and where.
     *
     * @param engine cpu or nd4j
     * @param size small or paper
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

    /** The largest difference of a weight, relative to the largest weight. */
    private double distance(String one, String two) throws IOException {
        float[] a = Vae.load(folder.resolve(one)).state().parameters();
        float[] b = Vae.load(folder.resolve(two)).state().parameters();
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i]));
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
        }
        return difference / largest;
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

    @Test
    @Tag("slow")
    void threadCounts_giveTheSameBits() throws Exception {
        Map<Task, String> results = new LinkedHashMap<>();
        for (Task task : Task.all()) {
            String one = train(thisJava(), task, "one", threads(1));
            String all = "";
            for (int count : new int[] {2, 3, 4}) {
                all += compare(one, train(thisJava(), task, "many", threads(count)), "one", "many");
            }
            results.put(task, all.replaceAll("(same)+", "same"));
        }
        System.out.println("2, 3 and 4 threads against one: " + results);
        assertThat(results.values()).containsOnly("same");
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
            results.put(task, compare(here, train(Path.of(other), task, "there"), "here", "there"));
        }
        System.out.println("another Java against this one: " + results);
        assertThat(results.values()).containsOnly("same");
    }

    private String compare(String one, String two, String oneModel, String twoModel) throws IOException {
        return one.equals(two) ? "same" : report(distance(oneModel, twoModel));
    }

    private static String report(double distance) {
        return String.format(Locale.ROOT, "differs by %.2g of the largest weight", distance);
    }
}
