/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples that are killed in mid-training, started again, and started once more when all is done. */
class ResumedTrainingTest {
    private static final long DEADLINE_SECONDS = 120;

    @TempDir
    private Path folder = Path.of(".");

    private static Object[] trainSpeech(Path speech, Path model, Object... more) {
        Object[] usual = {"TrainSpeech", speech, model, "--hidden", 8, "--latent", 4, "--learning-rate", 0.001};
        boolean epochsGiven = List.of(more).contains("--epochs");
        return with(epochsGiven ? usual : with(usual, "--epochs", 2), more);
    }

    private static Object[] with(Object[] some, Object... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray();
    }

    private static Process start(ProcessBuilder.Redirect err, Object... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Examples.class.getName()));
        Arrays.stream(args).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err)
                .start();
    }

    /** In a process of its own, which is killed as kill -9 does when it has written some checkpoints. */
    private static void startAndKill(Path checkpoints, Object... args) throws Exception {
        Process child = start(ProcessBuilder.Redirect.DISCARD, args);
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
            while (stepsDone(checkpoints) < 20 && child.isAlive() && System.nanoTime() < end) {
                Thread.sleep(1);
            }
            assertThat(child.isAlive()).as("killed in mid-training").isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** By the name of the newest checkpoint. */
    private static long stepsDone(Path checkpoints) throws IOException {
        if (!Files.isDirectory(checkpoints)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("checkpoint-\\d+\\.sdmvae"))
                    .mapToLong(name -> Long.parseLong(name.replaceAll("\\D", "")))
                    .max()
                    .orElse(0);
        }
    }

    private static void assertSameBits(Path one, Path other) throws IOException {
        ModelState a = Vae.load(one).state();
        ModelState b = Vae.load(other).state();
        assertThat(b.parameters()).containsExactly(a.parameters());
        assertThat(b.sharedGamma()).containsExactly(a.sharedGamma());
        assertThat(b.meanGamma()).isNotNull().containsExactly(a.meanGamma());
        assertThat(b.provenance().training()).isEqualTo(a.provenance().training());
    }

    /** Epochs and losses to two digits, but no times and names. */
    private static String results(Started started) {
        assertThat(started.status()).as(started.err()).isZero();
        return started.out()
                .lines()
                .filter(line -> !line.startsWith("seconds: ") && !line.startsWith("model: "))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void trainSpeech_killedAndStartedAgain_endsWithTheSameBits() throws Exception {
        Path unbroken = folder.resolve("unbroken.sdmvae");
        Path model = folder.resolve("model.sdmvae");
        Path checkpoints = folder.resolve("model.sdmvae.checkpoints");
        Path speech = TinySpeech.folder(folder);
        Object[] longer = {"--epochs", 20, "--batch", 4};
        // Checkpoints as often as the disk allows, so that the kill falls far from the end of some 900 steps.
        startAndKill(checkpoints, trainSpeech(speech, model, with(longer, "--checkpoint-minutes", 1e-5)));
        assertThat(model).doesNotExist();
        Started again = Started.with(trainSpeech(speech, model, with(longer, "--progress", "none")));
        Started whole = Started.with(trainSpeech(speech, unbroken, longer));
        assertThat(again.err()).contains("training: resuming from " + checkpoints.resolve("checkpoint-"));
        assertThat(whole.err()).doesNotContain("resuming");
        assertThat(results(again)).isEqualTo(results(whole)).contains(" of 20\n");
        assertSameBits(unbroken, model);
    }

    @Test
    void trainSpeech_interrupted_losesNothingAndSaysSoInOneLine() throws Exception {
        Path model = folder.resolve("model.sdmvae");
        Path checkpoints = folder.resolve("model.sdmvae.checkpoints");
        Path err = folder.resolve("err.txt");
        Process child = start(
                ProcessBuilder.Redirect.to(err.toFile()),
                "TrainSpeech",
                TinySpeech.folder(folder),
                model,
                "--hidden",
                8,
                "--latent",
                4,
                "--epochs",
                1_000_000,
                "--patience",
                1_000_000);
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
            while (!Files.readString(err).contains("epoch 1/") && child.isAlive() && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            child.destroy(); // SIGTERM, where there are signals
            assertThat(child.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assumeTrue(child.exitValue() == 143, "there are no signals here");
        assertThat(stepsDone(checkpoints)).isPositive();
        assertThat(Files.readAllLines(err).stream().filter(line -> line.contains("interrupt")))
                .singleElement()
                .asString()
                .startsWith("training: interrupted in epoch ");
    }

    @Test
    void trainSpeech_startedAgainAfterItsEnd_trainsNothingUnlessToldTo() throws IOException {
        Path speech = TinySpeech.folder(folder);
        Path model = folder.resolve("model.sdmvae");
        String results = results(Started.with(trainSpeech(speech, model)));
        Started finished = Started.with(trainSpeech(speech, model));
        assertThat(finished.err()).contains("2 of at most 2 epochs done", "its result stands (--restart trains anew)");
        assertThat(results(finished)).isEqualTo(results);
        Started other = Started.with(trainSpeech(speech, model, "--seed", 2));
        assertThat(other.status()).isEqualTo(Examples.FAILED);
        assertThat(other.err()).contains("seed is 2, the checkpoint was made with 1", "(--restart trains anew)");
        Started restarted = Started.with(trainSpeech(speech, model, "--seed", 2, "--restart"));
        assertThat(restarted.err()).doesNotContain("resuming");
        assertThat(results(restarted)).isNotEqualTo(results);
    }

    @Test
    void trainSpeech_modelWithoutCheckpoints_isNotReplacedUnasked() throws IOException {
        Path speech = TinySpeech.folder(folder);
        Path model = Files.writeString(folder.resolve("model.sdmvae"), "dear to somebody");
        Object[] args = {"TrainSpeech", speech, model, "--epochs", 1, "--batch", 16, "--hidden", 4, "--latent", 2};
        Started refused = Started.with(args);
        assertThat(refused.status()).isEqualTo(Examples.FAILED);
        assertThat(refused.err().lines()).singleElement().asString().contains(model.toString(), "--restart");
        assertThat(model).hasContent("dear to somebody");
        List<Object> restart = new ArrayList<>(List.of(args));
        restart.add("--restart");
        assertThat(Started.with(restart.toArray()).status()).isZero();
        assertThat(Vae.load(model).definition().codeSize()).isEqualTo(2);
    }

    @Test
    void checkpointMinutes_senseless() throws IOException {
        Started started = Started.with(
                "TrainSpeech", TinySpeech.folder(folder), folder.resolve("m"), "--checkpoint-minutes", "0");
        assertThat(started.status()).isEqualTo(Examples.FAILED);
        assertThat(started.err()).contains("--checkpoint-minutes must be above 0");
    }

    @Test
    void speechResynthesis_startedAgain_keepsWhatIsTrained() throws IOException {
        Path speech = TinySpeech.folder(folder);
        Path out = folder.resolve("out");
        Object[] args = {
            "SpeechResynthesis",
            "--data",
            speech,
            "--out",
            out,
            "--models",
            "vae",
            "--epochs",
            1,
            "--batch",
            16,
            "--hidden",
            8,
            "--latent",
            4,
            "--utterances",
            1
        };
        Started first = Started.with(args);
        Started second = Started.with(args);
        assertThat(first.err()).doesNotContain("resuming");
        assertThat(second.err())
                .contains("VAE: resuming from " + out.resolve("checkpoints").resolve("vae"));
        assertThat(second.err()).contains("VAE: this training had ended");
        assertThat(results(second)).isEqualTo(results(first));
    }
}
