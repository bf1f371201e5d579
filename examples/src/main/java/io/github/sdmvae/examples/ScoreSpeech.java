/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores degraded speech against its original, one pair or a list of them. */
@Command(
        name = "ScoreSpeech",
        sortOptions = false,
        description = {
            "Score degraded recordings against their originals: PESQ (narrow-band raw and MOS-LQO, wide-band MOS-LQO),",
            "STOI, extended STOI and SI-SDR. Writes CSV on stdout, one row a pair, in the order of the input. A score",
            "that is not defined for a pair leaves its cell empty; the column 'error' says which and why. A text cell",
            "that a spreadsheet would take for a formula (it starts with = + - or @) gets an apostrophe before it.",
            "SI-SDR is free of scale, at most 156.5 dB, and needs recordings of the same length, as STOI does.",
            "Exit status: 0; 1 if not one score could be computed, or the list cannot be read."
        })
final class ScoreSpeech implements Callable<Integer> {
    private static final int LINES = 10;

    @Parameters(
            arity = "0..2",
            paramLabel = "REF DEG",
            description = "The original and the degraded recording, WAV or FLAC, 8 or 16 kHz for PESQ.")
    private List<Path> pair = new ArrayList<>();

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "A CSV file with the columns ref and deg; others are ignored.")
    private @Nullable Path csv;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "What the paths in the CSV file are relative to. Default: the file's folder.")
    private @Nullable Path root;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    ScoreSpeech() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if ((csv == null) == pair.isEmpty() || pair.size() == 1) {
            throw new ParameterException(spec.commandLine(), "give REF and DEG, or --csv FILE");
        }
        List<SpeechPair> pairs =
                csv == null ? List.of(SpeechPair.of(pair.get(0), pair.get(1))) : SpeechPair.read(csv, root);
        return score(pairs) ? 0 : 1;
    }

    private boolean score(List<SpeechPair> pairs) throws IOException, InterruptedException {
        PrintWriter log = spec.commandLine().getErr();
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (CSVPrinter out = ScoredPair.printer(spec.commandLine().getOut())) {
            List<Future<ScoredPair>> scored = new ArrayList<>();
            for (SpeechPair one : pairs) {
                scored.add(pool.submit(() -> ScoredPair.of(one)));
            }
            boolean any = false;
            for (int i = 0; i < scored.size(); i++) {
                ScoredPair one = scored.get(i).get();
                one.print(out);
                out.flush();
                any |= one.isScored();
                progress(log, i + 1, pairs.size());
            }
            if (!any) {
                log.println("nothing could be scored: the column 'error' says why");
                log.flush();
            }
            return any;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a pair could not be scored: " + e.getCause(), e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void progress(PrintWriter log, int done, int all) {
        if (all > LINES && done * LINES / all > (done - 1) * LINES / all) {
            log.println("scored " + done + " of " + all + " pairs");
            log.flush();
        }
    }
}
