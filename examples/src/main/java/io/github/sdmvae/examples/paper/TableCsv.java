/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.paper.CellResult.Epoch;
import io.github.sdmvae.examples.paper.Summary.Finished;
import io.github.sdmvae.examples.paper.Summary.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The table for programs, to the last digit: RFC 4180; a figure that is not defined leaves its cell empty. */
final class TableCsv {
    private final Summary summary;

    TableCsv(Summary summary) {
        this.summary = summary;
    }

    /** Writes the rows of a table. */
    private interface Rows {
        void print(CSVPrinter printer) throws IOException;
    }

    private static String csv(List<String> header, Rows rows) throws IOException {
        StringBuilder text = new StringBuilder();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader(header.toArray(String[]::new))
                .get();
        try (CSVPrinter printer = format.print(text)) {
            rows.print(printer);
        }
        return text.toString();
    }

    private static Object cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static List<String> header(String... first) {
        return new ArrayList<>(Arrays.asList(first));
    }

    /** One line per row and m, with the paper's figures. */
    String table() throws IOException {
        List<String> header = header("row", "model", "m", "k", "seeds");
        for (Measure measure : Measure.values()) {
            header.addAll(List.of(measure.key() + "_mean", measure.key() + "_sd"));
            if (!measure.inPaper().isEmpty()) {
                header.add(measure.key() + "_paper_tcd_timit");
            }
        }
        return csv(header, printer -> {
            for (Line line : summary.lines()) {
                printer.printRecord(cells(line));
            }
        });
    }

    private static List<Object> cells(Line line) {
        List<Object> cells = new ArrayList<>(List.of(
                line.id(),
                line.title(),
                line.latent(),
                line.codeSize(),
                line.cells().size()));
        for (Measure measure : Measure.values()) {
            Spread spread = line.of(measure);
            cells.addAll(List.of(cell(spread.mean()), cell(spread.deviation())));
            if (!measure.inPaper().isEmpty()) {
                cells.add(cell(line.paper(measure)));
            }
        }
        return cells;
    }

    private List<Finished> finished() {
        return summary.lines().stream().flatMap(line -> line.cells().stream()).toList();
    }

    private static List<Object> start(Finished finished) {
        Cell cell = finished.cell();
        return new ArrayList<>(List.of(cell.row(), cell.latent(), cell.seed()));
    }

    /** One line per run. */
    String runs() throws IOException {
        List<String> header = header("row", "m", "seed", "k", "epochs", "best_epoch", "ended");
        header.addAll(List.of("valid_reconstruction", "valid_divergence", "valid_active_units"));
        Arrays.stream(Measure.values()).forEach(measure -> header.add(measure.key()));
        return csv(header, printer -> {
            for (Finished run : finished()) {
                CellResult result = run.result();
                List<Object> cells = start(run);
                cells.addAll(List.of(result.codeSize(), result.history().size(), result.bestEpoch(), result.ended()));
                cells.addAll(List.of(cell(result.reconstruction()), cell(result.divergence()), result.activeUnits()));
                for (Measure measure : Measure.values()) {
                    cells.add(cell(result.mean(measure)));
                }
                printer.printRecord(cells);
            }
        });
    }

    /** One line per run and test utterance. */
    String utterances() throws IOException {
        List<String> header = header("row", "m", "seed", "utterance");
        Measure.ofUtterances().forEach(measure -> header.add(measure.key()));
        header.add("frames_without_hoyer");
        return csv(header, printer -> {
            for (Finished run : finished()) {
                for (UtteranceScores utterance : run.result().utterances()) {
                    List<Object> cells = start(run);
                    cells.add(utterance.name());
                    for (Measure measure : Measure.ofUtterances()) {
                        cells.add(cell(utterance.of(measure)));
                    }
                    cells.add(utterance.undefinedFrames());
                    printer.printRecord(cells);
                }
            }
        });
    }

    /** One line per run and epoch. */
    String curves() throws IOException {
        List<String> header = header("row", "m", "seed", "epoch", "train_reconstruction", "train_divergence");
        header.addAll(List.of("valid_reconstruction", "valid_divergence"));
        return csv(header, printer -> {
            for (Finished run : finished()) {
                int number = 1;
                for (Epoch epoch : run.result().history()) {
                    List<Object> cells = start(run);
                    cells.add(number++);
                    cells.addAll(List.of(cell(epoch.reconstruction()), cell(epoch.divergence())));
                    cells.addAll(List.of(cell(epoch.validReconstruction()), cell(epoch.validDivergence())));
                    printer.printRecord(cells);
                }
            }
        });
    }
}
