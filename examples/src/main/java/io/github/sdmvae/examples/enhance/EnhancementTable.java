/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.examples.enhance.Mixtures.Plan;
import io.github.sdmvae.examples.options.JobsOption;
import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.options.SeedOption;
import io.github.sdmvae.examples.options.ShowOption;
import io.github.sdmvae.examples.options.SpeechData;
import io.github.sdmvae.examples.options.UtterancesOption;
import io.github.sdmvae.examples.output.Checksum;
import io.github.sdmvae.examples.output.ResultFolder;
import io.github.sdmvae.examples.output.RunFolder;
import io.github.sdmvae.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Methods of enhancement side by side on mixtures of speech and noise. */
@Command(
        name = "EnhancementTable",
        sortOptions = false,
        description = {
            "Mix speech and noise at several levels, take the noise down by every method, and score it against the clean",
            "speech: a table and a page with sound and pictures. May be killed at any moment: the same command goes on",
            "where it was, and more mixtures, methods and models may be added later. Prints the tables on stdout."
        })
public final class EnhancementTable implements Callable<Integer> {
    private static final String[] TABLES = {"table.md", "mixtures.csv"};

    @Mixin
    private SpeechData data = new SpeechData();

    @Option(names = "--noise", paramLabel = "DIR", required = true, description = "Folder of WAV or FLAC noise.")
    private Path noise;

    @Option(
            names = "--part",
            paramLabel = "NAME",
            defaultValue = "TEST",
            description = "Which recordings: test, or validation to choose settings by. Default: ${DEFAULT-VALUE}.")
    private Part part = Part.TEST;

    @Option(
            names = "--snr",
            paramLabel = "DB",
            split = ",",
            defaultValue = "-5,0,5,10",
            description = "Levels of the speech above the noise. Default: ${DEFAULT-VALUE}.")
    private List<Double> levels = List.of();

    @Option(
            names = "--max-seconds",
            paramLabel = "X",
            defaultValue = "Infinity",
            description = "Cut recordings of speech that are longer. Default: never.")
    private double longest;

    @Option(
            names = "--high-pass",
            paramLabel = "HZ",
            defaultValue = "0",
            description =
                    "Take what lies below out of the speech before it is mixed: some recordings carry a rumble that"
                            + " nobody hears and that weighs much in SI-SDR. 50 is usual. Default: nothing.")
    private double highPass;

    @Option(
            names = "--mixtures",
            paramLabel = "N",
            defaultValue = "40",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Mixin
    private MethodOptions methods = new MethodOptions();

    @Option(
            names = "--against",
            paramLabel = "NAME",
            defaultValue = "logmmse",
            description = "A table of differences to this method. Default: ${DEFAULT-VALUE}.")
    private @Nullable String against;

    @Mixin
    private JobsOption jobs = new JobsOption();

    @Mixin
    private ShowOption show = new ShowOption();

    @Mixin
    private UtterancesOption utterances = new UtterancesOption(2);

    @Mixin
    private SeedOption seed = new SeedOption();

    @Mixin
    private OutputFolder out = new OutputFolder("out/EnhancementTable");

    @Mixin
    private RecordingOptions recordings = new RecordingOptions();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    EnhancementTable() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        SpeechOptions options = recordings.toSpeechOptions();
        SpeechFolder speech = SpeechFolder.open(data.folder(), options);
        Mixtures mixtures = Mixtures.open(
                speech.frontEnd(), speech.files(part), noise, new Plan(levels, longest, highPass, seed.seed()));
        List<Method> all = new ArrayList<>(List.of(Method.noisy()));
        all.addAll(methods.chosen(speech.frontEnd(), recordings, seed.seed()));
        try (RunFolder folder = RunFolder.open(out.folder(), "EnhancementTable", identity(speech, mixtures))) {
            ResultFolder.open(out.folder(), TABLES);
            Report.requireOwn(out.resolve("report"));
            EnhancementRun run =
                    new EnhancementRun(folder, mixtures, all, spec.commandLine().getErr());
            int failed = show.only() ? 0 : run.finish(count, jobs.count());
            Comparison comparison = run.comparison(count);
            if (comparison.methods().isEmpty()) {
                throw new IOException(out.folder() + ": nothing is finished, there is no table");
            }
            show(comparison, speech, mixtures, all);
            if (failed > 0) {
                throw new IOException(failed + " of the results failed, see above; the table is without them");
            }
            return 0;
        }
    }

    private void check() {
        if (count < 1) {
            throw new IllegalArgumentException("--mixtures must be at least 1, got " + count);
        }
        jobs.count();
    }

    /** Everything that changes the mixtures. */
    private Map<String, String> identity(SpeechFolder speech, Mixtures mixtures) throws IOException {
        Map<String, String> all = new TreeMap<>();
        all.put("format", "1");
        all.put("--part", part.name().toLowerCase(Locale.ROOT));
        all.put("--snr", levels.toString());
        all.put("--max-seconds", Double.toString(longest));
        if (highPass != 0) {
            all.put("--high-pass", Double.toString(highPass));
        }
        all.put("--seed", Long.toString(seed.seed()));
        all.put("front end", speech.frontEnd().options().toString());
        all.put("speech", Checksum.of(speech.files(part)));
        all.put("noise", Checksum.of(mixtures.noises()));
        return all;
    }

    private void show(Comparison comparison, SpeechFolder speech, Mixtures mixtures, List<Method> all)
            throws IOException {
        ComparisonText text = new ComparisonText(comparison, name(), against);
        ResultFolder results = ResultFolder.open(out.folder(), TABLES);
        results.markdown("table.md", text.markdown());
        results.csv("mixtures.csv", ComparisonCsv.of(comparison));
        ComparisonReport report = new ComparisonReport(text);
        report.chart().writeSvg(out.resolve("table.svg"));
        List<Mixture> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(utterances.count(), count); i++) {
            shown.add(mixtures.of(i));
        }
        Path page = report.write(out.resolve("report"), speech.frontEnd(), shown, all);
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(text.markdown());
        stdout.println("Written to " + out.folder().toAbsolutePath().normalize()
                + ": table.md, mixtures.csv, table.svg, results in methods");
        stdout.println("Open " + page.toAbsolutePath().normalize());
        stdout.flush();
    }

    private String name() {
        String set = part.name().toLowerCase(Locale.ROOT);
        return data.name() + " (" + set + ") in "
                + noise.toAbsolutePath().normalize().getFileName();
    }
}
