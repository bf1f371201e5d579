/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import com.google.gson.reflect.TypeToken;
import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.examples.output.RunFolder;
import io.github.sdmvae.examples.place.Jobs;
import io.github.sdmvae.examples.training.DurationText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Scores methods on mixtures, mixture by mixture, each result on disk before the next. What earlier starts have scored is
 * not scored again.
 */
final class EnhancementRun {
    private final Path folder;
    private final Mixtures mixtures;
    private final List<Method> methods;
    private final PrintWriter log;
    private final Map<String, MethodResult> results = new LinkedHashMap<>();

    /**
     * Reads what is finished.
     *
     * @param folder of the table, open
     * @param mixtures to score on
     * @param methods the mixture itself first
     * @param log told about progress
     */
    EnhancementRun(RunFolder folder, Mixtures mixtures, List<Method> methods, PrintWriter log) throws IOException {
        this.folder = Files.createDirectories(folder.folder().resolve("methods"));
        this.mixtures = mixtures;
        this.methods = List.copyOf(methods);
        this.log = log;
        for (Method method : methods) {
            MethodResult result = RunFolder.read(file(method), new TypeToken<MethodResult>() {})
                    .orElseGet(() -> MethodResult.none(method));
            if (!result.source().equals(method.source())) {
                throw new IOException(file(method) + ": holds the result of another method (" + result.source()
                        + " there, " + method.source() + " now): use another --out, or delete it");
            }
            results.put(method.id(), result);
        }
    }

    private Path file(Method method) {
        return folder.resolve(method.id() + ".json");
    }

    /** What is finished of the first mixtures. */
    synchronized Comparison comparison(int count) {
        List<MethodResult> all =
                results.values().stream().map(result -> result.first(count)).toList();
        return new Comparison(
                all.get(0),
                all.subList(1, all.size()).stream()
                        .filter(result -> !result.mixtures().isEmpty())
                        .toList());
    }

    /**
     * Scores what is not scored. A method that fails on a mixture does not keep the others from their work.
     *
     * @param count of mixtures
     * @param jobs methods at once
     * @return how many failed
     */
    int finish(int count, int jobs) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int failed = 0;
        int worked = 0;
        long toDo = IntStream.range(0, count).filter(n -> !open(n).isEmpty()).count();
        try (Jobs pool = new Jobs(jobs)) {
            for (int number = 0; number < count; number++) {
                List<Method> open = open(number);
                if (!open.isEmpty()) {
                    Mixture mixture = mixtures.of(number);
                    failed += pool.each(
                            open, method -> score(mixture, method), (method, cause) -> failed(mixture, method, cause));
                    worked++;
                    double seconds = (System.nanoTime() - start) / 1e9;
                    log.println("[" + (number + 1) + "/" + count + "] " + mixture.title() + ": " + open.size()
                            + " methods; about "
                            + DurationText.of(seconds / worked * (toDo - worked)) + " left");
                    log.flush();
                }
            }
        }
        return failed;
    }

    private synchronized List<Method> open(int number) {
        return methods.stream()
                .filter(method -> result(method).of(number).isEmpty())
                .toList();
    }

    private MethodResult result(Method method) {
        return Objects.requireNonNull(results.get(method.id()));
    }

    private void failed(Mixture mixture, Method method, Throwable cause) {
        log.println(method.title() + " failed on mixture " + mixture.title() + ": " + cause);
    }

    private void score(Mixture mixture, Method method) throws IOException {
        long start = System.nanoTime();
        AudioClip speech = method.how().speech(mixture);
        double seconds = (System.nanoTime() - start) / 1e9;
        add(method, MixtureScores.of(mixture, speech, seconds));
    }

    private synchronized void add(Method method, MixtureScores scores) throws IOException {
        MethodResult more = result(method).with(scores);
        RunFolder.write(file(method), more);
        results.put(method.id(), more);
    }
}
