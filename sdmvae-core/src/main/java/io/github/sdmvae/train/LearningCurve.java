/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.objective.LossTerms.Term;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a training went, as columns of numbers over its epochs: to be drawn, or written as CSV.
 *
 * @param history every epoch, in order
 */
public record LearningCurve(List<EpochReport> history) {

    /**
     * Copies the history.
     *
     * @param history every epoch, in order
     */
    public LearningCurve {
        history = List.copyOf(history);
    }

    /**
     * The numbers of the epochs.
     *
     * @return rising, one value per epoch
     */
    public double[] epochs() {
        return history.stream().mapToDouble(EpochReport::epoch).toArray();
    }

    /**
     * A figure of the training data.
     *
     * @param figure for instance {@code LossTerms::loss}
     * @return one value per epoch
     */
    public double[] training(ToDoubleFunction<LossTerms> figure) {
        return history.stream()
                .mapToDouble(e -> figure.applyAsDouble(e.training()))
                .toArray();
    }

    /**
     * A figure of the validation data.
     *
     * @param figure for instance {@code LossTerms::loss}
     * @return one value per epoch; NaN without validation data
     */
    public double[] validation(ToDoubleFunction<LossTerms> figure) {
        return history.stream()
                .mapToDouble(e -> e.validation() == null ? Double.NaN : figure.applyAsDouble(e.validation()))
                .toArray();
    }

    /**
     * The curve as CSV: {@code epoch}, then {@code loss} and its terms for training and validation ({@code training_loss},
     * {@code training_reconstruction}, …; empty without validation data), {@code learning_rate}, {@code seconds}, {@code best}.
     * Numbers have all their digits.
     *
     * @return a head and a row for every epoch
     */
    public String toCsv() {
        StringBuilder text = new StringBuilder();
        for (EpochReport report : history) {
            if (text.length() == 0) {
                text.append(header(report));
            }
            text.append(row(report));
        }
        return text.toString();
    }

    /**
     * Writes {@link #toCsv}, whole or not at all.
     *
     * @param file where to; its folder must exist
     * @throws IOException if it cannot be written
     */
    public void writeCsv(Path file) throws IOException {
        byte[] bytes = toCsv().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(bytes));
    }

    /**
     * The head of a CSV file.
     *
     * @param report any of its epochs: penalties differ between models
     * @return a line with its end
     */
    public static String header(EpochReport report) {
        List<String> cells = new ArrayList<>(List.of("epoch", "training_loss"));
        report.training().terms().forEach(term -> cells.add("training_" + term.name()));
        cells.add("beta");
        cells.add("validation_loss");
        report.training().terms().forEach(term -> cells.add("validation_" + term.name()));
        cells.addAll(List.of("learning_rate", "seconds", "best"));
        return String.join(",", cells) + "\n";
    }

    /**
     * A row of a CSV file.
     *
     * @param report the epoch
     * @return a line with its end, of as many cells as {@link #header} has
     */
    public static String row(EpochReport report) {
        List<String> cells = new ArrayList<>(List.of(Integer.toString(report.epoch())));
        List<Term> terms = report.training().terms();
        add(cells, terms, report.training());
        cells.add(Double.toString(report.training().beta()));
        add(cells, terms, report.validation());
        cells.add(Double.toString(report.learningRate()));
        cells.add(String.format(Locale.ROOT, "%.3f", report.seconds()));
        cells.add(Boolean.toString(report.best()));
        return String.join(",", cells) + "\n";
    }

    /** Loss and terms; an empty cell where there is none, as of a penalty in validation. */
    private static void add(List<String> cells, List<Term> names, @Nullable LossTerms terms) {
        cells.add(terms == null ? "" : Double.toString(terms.loss()));
        for (Term name : names) {
            cells.add(
                    terms == null
                            ? ""
                            : terms.terms().stream()
                                    .filter(term -> term.name().equals(name.name()))
                                    .map(term -> Double.toString(term.value()))
                                    .findFirst()
                                    .orElse(""));
        }
    }
}
