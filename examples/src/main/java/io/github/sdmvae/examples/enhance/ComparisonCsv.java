/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Every method on every mixture, to the last digit: RFC 4180; a figure that is not defined leaves its cell empty. */
final class ComparisonCsv {
    private ComparisonCsv() {}

    static String of(Comparison comparison) throws IOException {
        List<String> header = new ArrayList<>(List.of("row", "mixture", "speech", "noise", "level_db"));
        Stream.of(Score.values()).forEach(score -> header.add(score.key()));
        header.add("seconds_per_second");
        StringBuilder text = new StringBuilder();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader(header.toArray(String[]::new))
                .get();
        try (CSVPrinter printer = format.print(text)) {
            print(printer, comparison.noisy());
            for (MethodResult method : comparison.methods()) {
                print(printer, method);
            }
        }
        return text.toString();
    }

    private static void print(CSVPrinter printer, MethodResult method) throws IOException {
        for (MixtureScores mixture : method.mixtures()) {
            List<Object> cells = new ArrayList<>(
                    List.of(method.method(), mixture.number(), mixture.speech(), mixture.noise(), mixture.level()));
            for (Score score : Score.values()) {
                double value = mixture.of(score);
                cells.add(Double.isNaN(value) ? "" : Double.toString(value));
            }
            cells.add(mixture.seconds());
            printer.printRecord(cells);
        }
    }
}
