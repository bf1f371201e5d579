/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.masks;

import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.options.SeedCount;
import io.github.sdmvae.examples.options.SeedOption;
import io.github.sdmvae.examples.options.SelectorShares;
import io.github.sdmvae.examples.output.ResultFolder;
import io.github.sdmvae.examples.picture.PictureFolder;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.report.chart.ColourMap;
import io.github.sdmvae.report.chart.Figure;
import io.github.sdmvae.report.chart.HeatMap;
import io.github.sdmvae.report.chart.Panel;
import io.github.sdmvae.report.chart.Scale;
import io.github.sdmvae.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** When does a dimension selector become sparse, and does it find the mask? On points whose mask is known. */
@Command(
        name = "SelectorStudy",
        sortOptions = false,
        description = {
            "Train dimension selectors of several weights on generated points of four clusters, each of which uses two",
            "latents of its own of eight. Prints a table on stdout; writes it and a picture into a folder."
        })
public final class SelectorStudy implements Callable<Integer> {
    private static final int HIDDEN = 64;
    private static final int BATCH = 100;
    private static final double RATE = 2e-3;
    private static final int TRAINING = 4_000;
    private static final int TEST = 1_000;
    private static final String HEAD = """
            | model | steps | R | Hoyer | effective entries | ELBO | clusters recovered |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            """;

    @Option(
            names = "--weights",
            paramLabel = "X",
            split = ",",
            defaultValue = "0,1,3,10,30",
            description = "Of the regulariser; 0 is a model without a selector. Default: ${DEFAULT-VALUE}.")
    private List<Double> weights = List.of();

    @Mixin
    private SelectorShares shares = new SelectorShares();

    @Option(
            names = "--floor",
            paramLabel = "X",
            defaultValue = "0",
            description = "Least value of the selector's d. Default: ${DEFAULT-VALUE}.")
    private double floor;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "6000",
            description = "Of every training, in whole epochs. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Mixin
    private SeedCount seeds = new SeedCount();

    @Mixin
    private SeedOption seed = new SeedOption();

    @Mixin
    private OutputFolder out = new OutputFolder("out/SelectorStudy");

    @Spec
    private CommandSpec spec;

    /** Made by picocli, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public SelectorStudy() {}

    @Override
    public Integer call() throws IOException {
        if (steps < 1) {
            throw new IllegalArgumentException("--steps must be at least 1, got " + steps);
        }
        List<Long> all = seeds.from(seed.seed());
        ResultFolder tables = ResultFolder.open(out.folder(), "table.md");
        ClusterPoints train = ClusterPoints.of(TEST, TRAINING);
        ClusterPoints test = ClusterPoints.of(0, TEST);
        StringBuilder table = new StringBuilder(HEAD);
        List<Panel> panels = new ArrayList<>();
        for (double weight : weights) {
            List<SelectorRun> runs = train(weight, all, train, test);
            table.append(row(weight, runs));
            panels.add(picture(title(weight), runs.get(0).energies()));
        }
        tables.markdown("table.md", table.toString());
        PrintWriter log = spec.commandLine().getErr();
        Figure figure = new Figure("Energy of each cluster's codes by entry", 3, 240, 130, panels);
        new PictureFolder(out.folder(), log).draw("energies", () -> figure);
        show(table, all.size());
        return 0;
    }

    private void show(CharSequence table, int count) {
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(table);
        stdout.println();
        stdout.println(
                "On " + TEST + " other points: R and ELBO in nats, ELBO without R; effective entries of d, (Σd)²/Σd²;"
                        + " recovered: clusters of " + ClusterPoints.CLUSTERS
                        + " with nine tenths of their energy in two entries"
                        + " of their own; mean of " + count + (count == 1 ? " seed." : " seeds."));
        stdout.flush();
    }

    private String title(double weight) {
        if (weight == 0) {
            return "no selector";
        }
        String limit = floor == 0 ? "" : String.format(Locale.ROOT, ", floor %.1f", floor);
        return "R of " + (selector(weight).equals(selector(weight).ofCode()) ? "the code" : "d")
                + String.format(Locale.ROOT, ", w = %.3g", weight) + limit;
    }

    private DimensionSelector selector(double weight) {
        return shares.of(DimensionSelector.of(weight).withFloor(floor));
    }

    private List<SelectorRun> train(double weight, List<Long> all, ClusterPoints train, ClusterPoints test) {
        List<SelectorRun> runs = new ArrayList<>();
        for (long s : all) {
            Vae model = Trainer.builder()
                    .epochs(Math.max(1, steps * BATCH / TRAINING))
                    .batchSize(BATCH)
                    .learningRate(RATE)
                    .seed(s)
                    .build()
                    .fit(definition(weight, s), train.frames())
                    .model();
            runs.add(SelectorRun.of(model, weight, test));
        }
        return runs;
    }

    private ModelDefinition definition(double weight, long s) {
        ModelDefinitionBuilder builder = ModelDefinition.builder()
                .inputSize(ClusterPoints.WIDTH)
                .hidden(HIDDEN, HIDDEN)
                .latentSize(ClusterPoints.LATENT)
                .prior(Prior.standardNormal())
                .likelihood(Likelihood.gaussian(ClusterPoints.NOISE * ClusterPoints.NOISE))
                .seed(s);
        return (weight == 0 ? builder : builder.selector(selector(weight))).build();
    }

    private String row(double weight, List<SelectorRun> runs) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %s | %.2f | %.1f | %.1f | %.1f |%n",
                title(weight),
                steps,
                weight == 0 ? "–" : String.format(Locale.ROOT, "%.2f", mean(runs, SelectorRun::regulariser)),
                mean(runs, SelectorRun::hoyer),
                mean(runs, SelectorRun::entries),
                mean(runs, SelectorRun::elbo),
                mean(runs, SelectorRun::recovered));
    }

    private static double mean(List<SelectorRun> runs, ToDoubleFunction<SelectorRun> figure) {
        return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static HeatMap picture(String title, float[][] energies) {
        float[][] byEntry = new float[energies[0].length][energies.length];
        for (int c = 0; c < energies.length; c++) {
            for (int j = 0; j < byEntry.length; j++) {
                byEntry[j][c] = energies[c][j];
            }
        }
        return new HeatMap(
                title,
                byEntry,
                new Scale("code entry", 0, byEntry.length),
                new Scale("cluster", 0, energies.length),
                new Scale("share of the cluster's energy", 0, 1),
                ColourMap.AMOUNT);
    }
}
