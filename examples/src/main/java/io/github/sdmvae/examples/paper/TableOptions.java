/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.options.HiddenLayers;
import io.github.sdmvae.examples.options.MaxEpochsOption;
import io.github.sdmvae.examples.options.SeedList;
import io.github.sdmvae.examples.options.StepOptions;
import io.github.sdmvae.examples.options.TestLimitOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which table: rows, sizes, seeds and settings. */
final class TableOptions {
    /** The bundled speech is small: with the paper's rate it would take hundreds of epochs to learn it. */
    private static final double BUNDLED_RATE = 1e-3;

    private static final int BUNDLED_EPOCHS = 50;
    private static final int HIDDEN = 128;

    /** Completions of {@code --rows}. */
    static final class RowNames extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("UnusedMethod") // picocli calls it
        RowNames() {
            super(Arrays.stream(PaperRow.values()).map(PaperRow::id).toList());
        }
    }

    @Option(
            names = "--rows",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = RowNames.class,
            description =
                    "Which rows: ${COMPLETION-CANDIDATES}, or none. Default: all but those whose encoder sees something else than power.")
    private List<String> rows = List.of();

    @Option(
            names = "--m",
            paramLabel = "M",
            split = ",",
            defaultValue = "32,64",
            description = "Sizes m of the latent vector. Default: ${DEFAULT-VALUE}.")
    private List<Integer> latents = List.of();

    @Mixin
    private SeedList seeds = new SeedList(3);

    @Mixin
    private MaxEpochsOption maxEpochs = new MaxEpochsOption("500; " + BUNDLED_EPOCHS + " on the bundled speech");

    @Mixin
    private StepOptions steps = new StepOptions("1e-4; " + BUNDLED_RATE + " on the bundled speech");

    @Mixin
    private HiddenLayers hidden = HiddenLayers.of(HIDDEN);

    @Mixin
    private TestLimitOption testLimit = new TestLimitOption();

    @Mixin
    private ProtocolOptions protocol = new ProtocolOptions();

    TableSettings settings(boolean bundled) {
        return new TableSettings(
                maxEpochs.most(bundled ? BUNDLED_EPOCHS : 500),
                steps.patience(),
                steps.learningRate(bundled ? BUNDLED_RATE : 1e-4),
                steps.batch(),
                hidden.sizes(HIDDEN),
                testLimit.most(),
                protocol.protocol());
    }

    private List<PaperRow> chosen() {
        if (rows.isEmpty()) {
            return Arrays.stream(PaperRow.values()).filter(PaperRow::isUsual).toList();
        }
        if (rows.equals(List.of("none"))) {
            return List.of();
        }
        return rows.stream().map(PaperRow::of).toList();
    }

    /** The models to train, seed by seed. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (long seed : seeds.seeds()) {
            for (int m : latents) {
                if (m < 2) {
                    throw new IllegalArgumentException("--m must be at least 2, got " + m);
                }
                chosen().forEach(row -> cells.add(Cell.trained(row, m, seed)));
            }
        }
        return cells;
    }
}
