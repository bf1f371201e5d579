/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.graph.FeatureVarianceNode;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.DecodingMask;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Posterior;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models with masks in use: training, files, codes. */
class MaskModelsTest {
    private static final int WIDTH = 9;
    private static final Frames TRAIN = TestParts.speechLike(192, WIDTH, 1);
    private static final Frames VALIDATION = TestParts.speechLike(70, WIDTH, 2);

    @TempDir
    Path folder;

    static ModelDefinitionBuilder base() {
        return ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(7)
                .latentSize(4)
                .seed(3);
    }

    private static Trainer.Builder trainer() {
        return Trainer.builder().epochs(3).batchSize(32).learningRate(1e-2).seed(2);
    }

    static Stream<ModelDefinition> models() {
        return Stream.of(
                base().prior(Prior.standardNormal())
                        .selector(DimensionSelector.of(2))
                        .build(),
                base().selector(DimensionSelector.of(2).withFloor(0.2).ofCode()).build(),
                base().sparseDecoding(SparseDecoding.standard().withGroups(Bands.equal(WIDTH, 4)))
                        .build(),
                base().prior(Prior.standardNormal())
                        .likelihood(Likelihood.gaussianFeatureVariance(3, 0.2))
                        .sparseDecoding(SparseDecoding.standard().withProximalSteps())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("models")
    void trainedModel_isReadBackEqual(ModelDefinition definition) throws IOException {
        TrainingResult result = trainer().build().fit(definition, TRAIN, VALIDATION);
        Path file = folder.resolve("model.sdmvae");
        result.model().save(file);
        Vae again = Vae.load(file);
        assertThat(again.definition()).isEqualTo(result.model().definition());
        assertThat(again.state()).isEqualTo(result.model().state());
        float[][] rows = TestParts.rows(VALIDATION, 20);
        assertThat(again.reconstruct(rows)).isDeepEqualTo(result.model().reconstruct(rows));
        assertThat(again.generate(5, 1)).isDeepEqualTo(result.model().generate(5, 1));
    }

    @ParameterizedTest
    @MethodSource("models")
    void training_reportsThePenaltyAndLowersTheLoss(ModelDefinition definition) {
        TrainingResult result = trainer().epochs(8).build().fit(definition, TRAIN, VALIDATION);
        List<EpochReport> history = result.history();
        for (EpochReport epoch : history) {
            assertThat(epoch.training().penalties()).containsKey(SelectorNode.PENALTY);
            boolean selects = definition.selector() != null;
            // Validation knows of terms of data, not of those of parameters.
            assertThat(epoch.validation().penalties().containsKey(SelectorNode.PENALTY))
                    .isEqualTo(selects);
        }
        assertThat(history.get(history.size() - 1).training().loss())
                .isLessThan(history.get(0).training().loss());
    }

    @Test
    void scale_isOneOverTheTrainingRows() {
        ModelDefinition definition = base().likelihood(Likelihood.gaussianFeatureVariance(3, 0.2))
                .sparseDecoding(SparseDecoding.standard())
                .build();
        ModelDefinition trained =
                trainer().epochs(1).build().fit(definition, TRAIN).model().definition();
        assertThat(trained.sparseDecoding().scale()).isEqualTo(1.0 / TRAIN.size());
        assertThat(trained.likelihood()).isEqualTo(new GaussianFeatureVariance(3, 0.2, 1.0 / TRAIN.size()));
        ModelDefinition own =
                base().sparseDecoding(SparseDecoding.standard().withScale(0.5)).build();
        assertThat(own.forTrainingRows(10)).isSameAs(own);
    }

    @Test
    void selector_codesAreWhatItLetsThrough() {
        ModelDefinition definition = base().selector(DimensionSelector.of(2)).build();
        Vae model = trainer().build().fit(definition, TRAIN).model();
        float[][] rows = TestParts.rows(VALIDATION, 40);
        Posterior posterior = model.posterior(rows);
        float[][] codes = model.encode(rows);
        Map<String, NpyArray> weights = model.weights();
        for (int i = 0; i < rows.length; i++) {
            double[] d = open(definition.selector(), weights, posterior.mean()[i]);
            for (int j = 0; j < d.length; j++) {
                assertThat((double) codes[i][j]).isCloseTo(posterior.mean()[i][j] * d[j], within(1e-5));
            }
        }
        // One row or many, the same code but for rounding.
        assertThat(model.encode(new float[][] {rows[0]})[0]).containsExactly(codes[0], within(1e-6f));
        assertThat(model.encodeSample(rows, 4)).isNotEqualTo(codes);
    }

    private static double[] open(DimensionSelector selector, Map<String, NpyArray> weights, float[] draw) {
        double[] y = new double[draw.length];
        for (int j = 0; j < y.length; j++) {
            y[j] = draw[j];
        }
        return selector.apply(layers(weights, "weight"), layers(weights, "bias"), y);
    }

    private static List<double[]> layers(Map<String, NpyArray> weights, String kind) {
        return Stream.of("0", "1", "2")
                .map(l -> doubles(weights.get("selector." + l + "." + kind)))
                .toList();
    }

    private static double[] doubles(NpyArray array) {
        float[] values = array.toFloats();
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    @Test
    void selector_drawsFromThePriorAreSelectedToo() {
        ModelDefinition definition = base().prior(Prior.standardNormal())
                .selector(DimensionSelector.of(2))
                .build();
        Vae model = Vae.untrained(definition);
        Vae plain = Vae.untrained(base().prior(Prior.standardNormal()).build());
        float[][] draws = plain.sampleCodes(30, 7);
        float[][] codes = model.sampleCodes(30, 7);
        for (int i = 0; i < draws.length; i++) {
            double[] d = open(definition.selector(), model.weights(), draws[i]);
            for (int j = 0; j < d.length; j++) {
                assertThat((double) codes[i][j]).isCloseTo(draws[i][j] * d[j], within(1e-6));
            }
        }
    }

    @Test
    void evaluation_takesTheDeterministicCodeThroughTheSelector() {
        ModelDefinition definition = base().prior(Prior.standardNormal())
                .selector(DimensionSelector.of(2))
                .build();
        Vae model = trainer().build().fit(definition, TRAIN).model();
        Evaluation evaluation = model.evaluate(VALIDATION);
        float[][] codes = model.encode(TestParts.rows(VALIDATION, VALIDATION.size()));
        for (int j = 0; j < 4; j++) {
            double mean = 0;
            double squares = 0;
            for (float[] code : codes) {
                mean += code[j] / (double) codes.length;
                squares += code[j] * (double) code[j] / codes.length;
            }
            assertThat(evaluation.unitMeanVariance().get(j)).isCloseTo(squares - mean * mean, within(1e-4));
        }
        double penalty = evaluation.terms().penalties().get(SelectorNode.PENALTY);
        assertThat(penalty).isBetween(-2 * Math.log(4), 0.0);
        // The model's density is that of a VAE whose decoder begins with the selector.
        assertThat(model.logLikelihood(VALIDATION, 20, 1).mean()).isFinite();
    }

    @Test
    void proximalSteps_makeExactZeros() {
        SparseDecoding decoding = SparseDecoding.standard().withScale(1);
        float[] dense = mask(decoding);
        float[] sparse = mask(decoding.withProximalSteps());
        assertThat(zeros(dense)).isZero();
        assertThat(zeros(sparse)).isGreaterThan(5);
    }

    private static float[] mask(SparseDecoding decoding) {
        ModelDefinition definition = base().sparseDecoding(decoding).build();
        return trainer()
                .epochs(10)
                .build()
                .fit(definition, TRAIN)
                .model()
                .weights()
                .get(SparseDecodingNode.MASK)
                .toFloats();
    }

    private static int zeros(float[] values) {
        int count = 0;
        for (float value : values) {
            count += value == 0 ? 1 : 0;
        }
        return count;
    }

    @Test
    void slabProbabilities_followTheMask() {
        SparseDecoding decoding = SparseDecoding.standard().withRates(5, 0.5).withScale(0.1);
        Vae model = trainer()
                .build()
                .fit(base().sparseDecoding(decoding).build(), TRAIN)
                .model();
        float[] mask = model.weights().get(SparseDecodingNode.MASK).toFloats();
        float[] slab = model.weights().get(SparseDecodingNode.SLAB_PROBABILITY).toFloats();
        float[] odds = model.weights().get(SparseDecodingNode.LOG_ODDS).toFloats();
        assertThat(slab).doesNotContain(0.5f);
        for (int l = 0; l < 4; l++) {
            double sum = 0;
            for (int at = l; at < slab.length; at += 4) {
                sum += slab[at];
                // Rising in |w|, of one η that was the same for all rows.
                for (int other = l; other < slab.length; other += 4) {
                    if (Math.abs(mask[at]) > Math.abs(mask[other]) + 1e-3) {
                        assertThat(slab[at]).isGreaterThanOrEqualTo(slab[other]);
                    }
                }
            }
            double eta = sum / (1 + WIDTH + WIDTH - 2);
            assertThat((double) odds[l]).isCloseTo(Math.log(eta / (1 - eta)), within(1e-4));
        }
    }

    @Test
    void decodingMask_saysWhichFeatureSeesWhichLatent() {
        SparseDecoding decoding = SparseDecoding.standard()
                .withRates(5, 0.5)
                .withGroups(Bands.equal(WIDTH, 3))
                .withRowsSumToOne();
        Vae model = trainer()
                .build()
                .fit(base().sparseDecoding(decoding).build(), TRAIN)
                .model();
        DecodingMask mask = model.decodingMask().orElseThrow();
        float[] slab = model.weights().get(SparseDecodingNode.SLAB_PROBABILITY).toFloats();
        int kept = 0;
        for (int j = 0; j < WIDTH; j++) {
            double sum = 0;
            for (int l = 0; l < 4; l++) {
                assertThat(mask.slabProbability()[j][l]).isEqualTo(slab[j / 3 * 4 + l]);
                assertThat(mask.byLatent()[l][j]).isEqualTo(mask.weights()[j][l]);
                kept += mask.keeps(j, l) ? 1 : 0;
                sum += mask.weights()[j][l];
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
        }
        assertThat(mask.latentsPerFeature()).isCloseTo(kept / (double) WIDTH, within(1e-12));
        assertThat(mask.unusedLatents()).isBetween(0, 4);
        assertThat(Vae.untrained(base().build()).decodingMask()).isEmpty();
    }

    @Test
    void featureVariances_areLearned() {
        float[][] rows = new float[400][2];
        java.util.Random random = new java.util.Random(3);
        for (float[] row : rows) {
            row[0] = (float) random.nextGaussian();
            row[1] = (float) (0.1 * random.nextGaussian());
        }
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(2)
                .latentSize(1)
                .hidden(3)
                .prior(Prior.standardNormal())
                .likelihood(Likelihood.gaussianFeatureVariance(3, GaussianFeatureVariance.xi(rows)))
                .build();
        Vae model = Trainer.builder()
                .epochs(60)
                .batchSize(50)
                .learningRate(1e-2)
                .build()
                .fit(definition, Frames.of(rows))
                .model();
        float[] logVariance =
                model.weights().get(FeatureVarianceNode.LOG_VARIANCE).toFloats();
        assertThat((double) logVariance[1]).isCloseTo(Math.log(0.01), within(0.4));
        assertThat((double) logVariance[0]).isLessThan(0.2);
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyEngine_trainsAlike(ModelDefinition definition) {
        List<Double> losses = Stream.of("cpu", "nd4j", "host")
                .map(name -> {
                    Engine engine = Engines.named(name);
                    return trainer()
                            .epochs(1)
                            .engine(engine)
                            .build()
                            .fit(definition, TRAIN, VALIDATION)
                            .history()
                            .get(0)
                            .validation()
                            .loss();
                })
                .toList();
        for (double loss : losses) {
            assertThat(loss).isCloseTo(losses.get(0), within(1e-3 * Math.abs(losses.get(0))));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void threads_changeNothing(ModelDefinition definition) {
        ModelState one = trained(definition, 1);
        ModelState three = trained(definition, 3);
        assertThat(three.parameters()).isEqualTo(one.parameters());
    }

    private static ModelState trained(ModelDefinition definition, int threads) {
        try (Engine engine = io.github.sdmvae.engine.cpu.CpuEngine.withThreads(threads)) {
            return trainer()
                    .epochs(1)
                    .engine(engine)
                    .build()
                    .fit(definition, TRAIN)
                    .model()
                    .state();
        }
    }
}
