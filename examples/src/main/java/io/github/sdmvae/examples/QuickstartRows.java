/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.codes.Codes;
import io.github.sdmvae.codes.Relevance;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.transform.DataTransform;
import io.github.sdmvae.watch.ProgressLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** A model of any rows of numbers: the lines between the markers are those of the README. */
public final class QuickstartRows {
    private QuickstartRows() {}

    /**
     * Trains a small model on a table of numbers.
     *
     * @param args a CSV file (default: a generated table), the folder to write into (default: here) and the separator of
     *     the file's columns (default: a comma)
     * @throws IOException if the file cannot be read or the model not written
     */
    public static void main(String... args) throws IOException {
        Path results = Path.of(args.length > 1 ? args[1] : ".");
        char separator = args.length > 2 ? args[2].charAt(0) : ',';
        Frames rows = args.length > 0 && !args[0].isEmpty()
                ? Frames.readCsv(Path.of(args[0]), separator)
                : Frames.of(generated());
        System.out.println(
                "row 0: " + Arrays.toString(rows.row(0)) + (rows.names().isEmpty() ? "" : " " + rows.names()));
        // quickstart: begin
        Frames.Split split = rows.split(0.8, 1); // what trains, and what chooses the best epoch
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(rows.width())
                .hidden(32)
                .latentSize(8)
                .likelihood(Likelihood.gaussian(0.1)) // of any numbers; the default is for power spectra alone
                .dataTransform(DataTransform.standardise(split.training())) // any units; undone behind the decoder
                .build();
        Trainer trainer = Trainer.builder()
                .epochs(40)
                .learningRate(3e-3)
                .listener(ProgressLines.to(System.err))
                .build();
        Vae model =
                trainer.fit(definition, split.training(), split.validation()).model();
        model.save(results.resolve("rows.sdmvae"));
        System.out.print(model.summary());
        System.out.println(
                "what matters most in row 0: " + Codes.of(model, rows.toRows()).top(0, 3, Relevance.DIVERGENCE));
        System.out.println("row 0 again: " + Arrays.toString(model.reconstruct(new float[][] {rows.row(0)})[0]));
        System.out.println("a new row: " + Arrays.toString(model.generate(1, 7)[0]));
        // quickstart: end
        Map<String, String> settings = model.state().provenance().training();
        if (Objects.equals(settings.get("bestEpoch"), settings.get("epochs"))) {
            System.out.println("the best epoch is the last: more epochs would help");
        }
    }

    /** Six columns of different units that three hidden numbers drive. */
    private static float[][] generated() {
        Random random = new Random(1);
        float[][] table = new float[2000][];
        for (int i = 0; i < table.length; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double c = random.nextGaussian();
            table[i] = new float[] {
                (float) (170 + 10 * a),
                (float) (70 + 8 * a + 5 * b),
                (float) (1e5 + 800 * b),
                (float) (0.02 * c),
                (float) (5 + c - b),
                (float) (1e-3 * (a + c))
            };
        }
        return table;
    }
}
