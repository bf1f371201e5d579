/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
            TrainingResult result = arguments[1].equals("small")
                    ? Runs.trainer().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION)
                    : paperSize();
            result.model().save(Path.of(arguments[0]));
            System.out.println(Runs.oneLine(result));
        }

        /** 4 epochs of 20 steps. */
        private static TrainingResult paperSize() {
            ModelDefinition definition = ModelDefinition.builder()
                    .inputSize(513)
                    .hidden(128)
                    .dictionary(Dictionary.dct(32, 32))
                    .build();
            Frames train = TestParts.speechLike(20 * 128, 513, 1);
            Frames validation = TestParts.speechLike(300, 513, 2);
            return Trainer.builder().epochs(4).learningRate(1e-3).build().fit(definition, train, validation);
        }
    }

    private String train(Path javaHome, String size, String name, String... options) throws Exception {
        ChildJava child = ChildJava.start(
                javaHome, Training.class, List.of(options), folder.resolve(name).toString(), size);
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
    void anotherProcess_givesTheSameBits() throws Exception {
        String here = Runs.oneLine(Runs.trainer().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
        assertThat(train(thisJava(), "small", "other")).isEqualTo(here);
    }

    @Test
    @Tag("slow")
    void threadCounts_giveTheSameBits() throws Exception {
        Map<String, String> results = new TreeMap<>();
        for (String size : List.of("small", "paper")) {
            String one = train(thisJava(), size, "one-" + size, "-Dsdmvae.nativeThreads=1");
            for (int threads : new int[] {2, 3, 4}) {
                String name = size + "-" + threads;
                boolean same = train(thisJava(), size, name, "-Dsdmvae.nativeThreads=" + threads)
                        .equals(one);
                results.put(name, same ? "same" : report(distance("one-" + size, name)));
            }
        }
        System.out.println("against one native thread: " + results);
        assertThat(results.values()).containsOnly("same");
    }

    @Test
    @Tag("slow")
    void compilersOfTheVirtualMachine_giveTheSameBits() throws Exception {
        String usual = train(thisJava(), "small", "usual");
        assertThat(train(thisJava(), "small", "interpreted", "-Xint")).isEqualTo(usual);
        assertThat(train(thisJava(), "small", "simple", "-XX:TieredStopAtLevel=1"))
                .isEqualTo(usual);
    }

    @Test
    @Tag("slow")
    void versionsOfJava_giveTheSameBits() throws Exception {
        String other = System.getProperty(OTHER_JAVA, "");
        assumeTrue(!other.isEmpty(), "no other Java in the system property " + OTHER_JAVA);
        Map<String, String> results = new TreeMap<>();
        for (String size : List.of("small", "paper")) {
            String here = train(thisJava(), size, "here-" + size);
            boolean same = train(Path.of(other), size, "there-" + size).equals(here);
            results.put(size, same ? "same" : report(distance("here-" + size, "there-" + size)));
        }
        System.out.println("against " + other + ": " + results);
        assertThat(results.values()).containsOnly("same");
    }

    private static String report(double distance) {
        return String.format(Locale.ROOT, "differs by %.2g of the largest weight", distance);
    }
}
