/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.InputTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Strange numbers: every prior with every likelihood either trains, and everything it gives is finite, or is refused with
 * the datum or the term of the loss named. What happens is the table {@code docs/numbers.md}, written anew with {@code
 * mvn test -pl sdmvae-core -am -Dtest=NumbersTest -Dsurefire.failIfNoSpecifiedTests=false -Dsdmvae.numbers.write=true}.
 */
class NumbersTest {
    private static final Path TABLE = Path.of("..", "docs", "numbers.md");
    private static final String WRITE = "sdmvae.numbers.write";
    private static final int ROWS = 20;
    private static final int WIDTH = 6;

    /**
     * A data set and how it is cut.
     *
     * @param rows the data
     * @param batch rows per step
     */
    private record Data(Frames rows, int batch) {}

    private static Map<String, Data> data() {
        Map<String, Data> all = new LinkedHashMap<>();
        all.put("zeros", filled(ROWS, 0));
        all.put("half silence", halfSilent());
        all.put("ones", filled(ROWS, 1));
        all.put("3.5", filled(ROWS, 3.5f));
        all.put("denormals", scaled(1e-41f));
        all.put("1e12", scaled(1e12f));
        all.put("1e30", scaled(1e30f));
        all.put("largest", filled(ROWS, Float.MAX_VALUE));
        all.put("one row", new Data(unit(1, WIDTH), 8));
        all.put("one column", new Data(unit(ROWS, 1), 8));
        all.put("batch of one", new Data(unit(ROWS, WIDTH), 1));
        return all;
    }

    private static Frames unit(int rows, int width) {
        float[][] values = rows(TestParts.speechLike(rows, width, 4));
        for (float[] row : values) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= 1 + row[j];
            }
        }
        return Frames.of(values);
    }

    private static float[][] rows(FrameSource source) {
        float[][] values = new float[source.size()][source.width()];
        for (int i = 0; i < values.length; i++) {
            source.read(i, values[i], 0);
        }
        return values;
    }

    private static Data scaled(float factor) {
        float[][] values = rows(unit(ROWS, WIDTH));
        for (float[] row : values) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= factor;
            }
        }
        return new Data(Frames.of(values), 8);
    }

    private static Data filled(int rows, float value) {
        float[][] values = new float[rows][WIDTH];
        for (float[] row : values) {
            Arrays.fill(row, value);
        }
        return new Data(Frames.of(values), 8);
    }

    private static Data halfSilent() {
        float[][] values = rows(unit(ROWS, WIDTH));
        Arrays.fill(values, 0, ROWS / 2, new float[WIDTH]);
        return new Data(Frames.of(values), 8);
    }

    private static Map<String, Prior> priors() {
        Map<String, Prior> all = new LinkedHashMap<>();
        all.put("standard normal", Prior.standardNormal());
        all.put("learned variance", Prior.learnedVariance());
        all.put("… inverse-Gamma", Prior.learnedVariance(GammaUpdate.inverseGamma(1, 0.1)));
        all.put("… shared", Prior.learnedVariance(GammaUpdate.shared()));
        all.put("… fixed", Prior.learnedVariance(GammaUpdate.fixed(1)));
        all.put("Laplace", Prior.laplace());
        all.put("Cauchy", Prior.cauchy());
        all.put("Student-t", Prior.studentT(2));
        all.put("two Gaussians", Prior.gaussianMixture(0.7, 0.1, 1));
        all.put("spike and slab", Prior.spikeAndSlab(0.5));
        all.put("pseudo-inputs", Prior.pseudoInputs(0.5, 3));
        all.put("none", Prior.none());
        all.put("absolute penalty", Prior.absolutePenalty(1));
        return all;
    }

    private static Map<String, Likelihood> likelihoods() {
        Map<String, Likelihood> all = new LinkedHashMap<>();
        all.put("Complex Gaussian", Likelihood.complexGaussian());
        all.put("Complex Gaussian without safeguards", Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY));
        all.put("Gaussian", Likelihood.gaussian(1));
        all.put("Gaussian with learned variance", Likelihood.gaussianLearnedVariance());
        all.put("Bernoulli", Likelihood.bernoulli());
        return all;
    }

    private static Map<String, UnaryOperator<ModelDefinitionBuilder>> models() {
        Map<String, UnaryOperator<ModelDefinitionBuilder>> all = new LinkedHashMap<>();
        all.put("ReLU", m -> m.activation(Activation.RELU));
        all.put("sigmoid", m -> m.activation(Activation.SIGMOID));
        all.put("linear", ModelDefinitionBuilder::hidden);
        all.put("dictionary learned", m -> m.dictionary(Dictionary.dct(3, 4).learned(1)));
        all.put("log power", m -> m.inputTransform(InputTransform.logPower(1e-5)));
        all.put("power law", m -> m.inputTransform(InputTransform.powerLaw(0.3)));
        return all;
    }

    private static Map<String, ElboStrategy> strategies() {
        Map<String, ElboStrategy> all = new LinkedHashMap<>();
        all.put("closed form", ElboStrategy.closedForm());
        all.put("two draws", ElboStrategy.sampled(2));
        all.put("importance-weighted", ElboStrategy.importanceWeighted(3));
        all.put("free bits", ElboStrategy.asPublished().withFreeBits(0.1));
        return all;
    }

    private static ModelDefinitionBuilder model(Data data) {
        return ModelDefinition.builder()
                .inputSize(data.rows().width())
                .hidden(5)
                .dictionary(Dictionary.dctWithConstant(3, 4));
    }

    private static Trainer.Builder trainer(Data data) {
        return Trainer.builder().epochs(3).batchSize(data.batch()).learningRate(1e-3);
    }

    /** What becomes of a training, in a word; fails where something is neither finite nor refused by name. */
    private static String outcome(String what, ModelDefinition definition, Trainer trainer, Data data) {
        TrainingResult result;
        try {
            result = trainer.fit(definition, data.rows(), data.rows());
        } catch (TrainingDivergedException e) {
            assertThat(e).as(what).hasMessageContaining(e.term());
            return "stops: " + e.term();
        } catch (IllegalArgumentException e) {
            assertThat(e).as(what).message().containsPattern("row \\d+, column \\d+ holds");
            return "refused";
        }
        for (EpochReport report : result.history()) {
            finite(what, report.training());
            finite(what, report.validation());
        }
        finite(what, result.model(), data);
        return "trains";
    }

    private static void finite(String what, LossTerms terms) {
        assertThat(terms.terms()).as(what).allSatisfy(t -> assertThat(t.value()).isFinite());
    }

    private static void finite(String what, Vae model, Data data) {
        finite(what + ": parameters", model.state().parameters());
        float[] gamma = model.state().meanGamma();
        finite(what + ": mean gamma", gamma == null ? new float[0] : gamma);
        float[][] frames = rows(data.rows());
        finite(what + ": codes", model.encode(frames));
        finite(what + ": reconstruction", model.reconstruct(frames));
        finite(what, model.evaluate(data.rows()).terms());
    }

    private static void finite(String what, float[]... rows) {
        for (float[] row : rows) {
            for (float value : row) {
                assertThat(value).as(what).isFinite();
            }
        }
    }

    /** Makes an outcome. */
    private interface Attempt {
        String of(String what, Data data);
    }

    private static void table(StringBuilder text, String title, Map<String, Attempt> attempts) {
        Map<String, Data> data = data();
        text.append("\n## ").append(title).append("\n\n| | ");
        text.append(String.join(" | ", data.keySet())).append(" |\n|---").append("|---".repeat(data.size()));
        text.append("|\n");
        attempts.forEach((name, attempt) -> text.append(data.entrySet().stream()
                .map(d -> attempt.of(title + ", " + name + ", " + d.getKey(), d.getValue()))
                .collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"))));
    }

    private static String found() {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        likelihoods().forEach((title, likelihood) -> {
            Map<String, Attempt> attempts = new LinkedHashMap<>();
            priors().forEach((name, prior) -> attempts.put(
                    name,
                    (what, d) -> outcome(
                            what,
                            model(d).likelihood(likelihood).prior(prior).build(),
                            trainer(d).build(),
                            d)));
            table(text, title, attempts);
        });
        Map<String, Attempt> others = new LinkedHashMap<>();
        models().forEach((name, change) -> others.put(
                name,
                (what, d) ->
                        outcome(what, change.apply(model(d)).build(), trainer(d).build(), d)));
        others.put(
                "standardised",
                (what, d) -> outcome(
                        what,
                        model(d).inputTransform(InputTransform.standardise(d.rows()))
                                .build(),
                        trainer(d).build(),
                        d));
        strategies()
                .forEach((name, elbo) -> others.put(
                        name,
                        (what, d) -> outcome(
                                what, model(d).build(), trainer(d).elbo(elbo).build(), d)));
        table(text, "Other choices, with learned variance and complex Gaussian", others);
        return text.toString();
    }

    @Test
    void everyCombination_trainsOrNamesWhatIsWrong() throws Exception {
        String found = found();
        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(TABLE, found);
        }
        assertThat(TABLE)
                .as("write it anew with -D" + WRITE + "=true and look at the difference")
                .content()
                .isEqualTo(found);
    }

    private static final String INTRODUCTION = """
        # Strange numbers

        What becomes of three epochs on data that nobody hopes for. Made by `NumbersTest`, which fails where this
        table is not what it finds.

        - **trains**: history, parameters, codes, reconstructions and the evaluation are finite.
        - **refused**: the likelihood is not defined for the data; the error names row, column and value.
        - **stops: term**: `TrainingDivergedException` names the term that became infinite or NaN; no model is made. (Single
          precision ends at 3.4e38. The squared gradient is the first to pass it, for data of about 1e19 on: unless
          gradients are clipped, that shows as a term of the next step.)

        Data: 20 rows of 6 values in batches of 8, unless the column says otherwise: all zeros; the first half of the
        rows zero; all ones; all 3.5; values of up to 1e-41, of up to 1e12 (power spectra of sound in 16-bit steps) and of
        up to 1e30; all the largest float, 3.4e38; a single row; a single column; ordinary data, one row per step. The
        encoder has a hidden layer of 5 with tanh, the dictionary is 3 × 4.
        """;
}
