/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.Bands;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.DataTransform;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checkpoints with every member that came after the first one of format 1 ({@code RecordedBytesTest}), in
 * {@code formats/v1-checkpoints}, written after two epochs of four: each is gone on with, to the end of an unbroken training.
 * Missing ones are added by
 *
 * <pre>mvn test -pl sdmvae-core -am -Dtest=GoldenCheckpointsTest -Dsurefire.failIfNoSpecifiedTests=false -Dsdmvae.golden.checkpoints=FOLDER</pre>
 */
class GoldenCheckpointsTest {
    private static final String FOLDER = "sdmvae.golden.checkpoints";
    private static final String FILE = "checkpoint-000000000006.sdmvae";
    private static final int WIDTH = 6;
    private static final int ROWS = 60;

    /** Exact in every Java: whole numbers of sixty-fourths. */
    private static Frames data(int first) {
        float[][] rows = new float[ROWS][WIDTH];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < WIDTH; j++) {
                rows[i][j] = (1 + (first + i) * (j + 3) % 41 + (first + i) % 7 * (5 - j)) / 64f;
            }
        }
        return Frames.of(rows);
    }

    private record Run(
            ModelDefinition definition,
            UnaryOperator<Trainer.Builder> settings,
            FrameSource training,
            FrameSource validation) {
        Trainer trainer(Path folder, int until) {
            Trainer.Builder trainer = settings.apply(Trainer.builder()
                    .epochs(4)
                    .batchSize(20)
                    .learningRate(1e-2)
                    .patience(4)
                    .stopWhen(report -> report.epoch() == until));
            return trainer.checkpoints(Checkpoints.in(folder)).build();
        }
    }

    private static ModelDefinitionBuilder small() {
        return ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(4)
                .latentSize(3)
                .seed(7);
    }

    private static Run run(ModelDefinitionBuilder builder, UnaryOperator<Trainer.Builder> settings) {
        return new Run(builder.build(), settings, data(0), data(100));
    }

    /** What is kept beside parameters, moments and γ, by name: a new member is a line here and a file. */
    private static Map<String, Run> runs() {
        Map<String, Run> all = new LinkedHashMap<>();
        all.put("plain-validation", run(small(), t -> t.elbo(ElboStrategy.importanceWeighted(2))));
        all.put("penalty", run(small().selector(DimensionSelector.of(3)), t -> t));
        all.put(
                "decoding-mask",
                run(small().sparseDecoding(SparseDecoding.standard().withGroups(Bands.equal(WIDTH, 2))), t -> t));
        all.put("feature-variance", run(small().likelihood(Likelihood.gaussianFeatureVariance(3, 0.2)), t -> t));
        all.put(
                "data-transform",
                run(
                        small().likelihood(Likelihood.gaussian(0.1)).dataTransform(DataTransform.standardise(data(0))),
                        t -> t));
        all.put("unit-atoms", run(small().prior(Prior.learnedVariance()), Trainer.Builder::unitAtoms));
        all.put(
                "learned-dictionary",
                run(
                        ModelDefinition.builder()
                                .inputSize(WIDTH)
                                .hidden(4)
                                .dictionary(Dictionary.dctWithConstant(3, 5).learned(0.5))
                                .seed(7),
                        t -> t));
        Sequences sequences = Sequences.of(new float[][][] {data(0).toRows()}).cut(5);
        Sequences others = Sequences.of(new float[][][] {data(100).toRows()}).cut(5);
        all.put("time", new Run(small().dynamics(Dynamics.rvae()).build(), t -> t.batchSize(4), sequences, others));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> checkpoints_areGoneOnWith(@TempDir Path folder) {
        return runs().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    Path there = Files.createDirectories(folder.resolve(entry.getKey()));
                    URL file = GoldenCheckpointsTest.class.getResource(
                            "/formats/v1-checkpoints/" + entry.getKey() + ".sdmvae");
                    assertThat(file).as("a file for %s", entry.getKey()).isNotNull();
                    Files.copy(Path.of(file.toURI()), there.resolve(FILE));
                    Run run = entry.getValue();
                    TrainingResult resumed =
                            run.trainer(there, 4).resume(run.definition(), run.training(), run.validation());
                    TrainingResult whole = run.trainer(folder.resolve(entry.getKey() + "-whole"), 4)
                            .fit(run.definition(), run.training(), run.validation());
                    assertThat(resumed.history()).hasSize(4);
                    for (int epoch = 0; epoch < 4; epoch++) {
                        double expected = whole.history().get(epoch).trainingLoss();
                        assertThat(resumed.history().get(epoch).trainingLoss())
                                .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
                    }
                    float[] parameters = whole.model().state().parameters();
                    for (int i = 0; i < parameters.length; i++) {
                        assertThat(resumed.model().state().parameters()[i]).isCloseTo(parameters[i], within(1e-3f));
                    }
                }));
    }

    @Test
    @EnabledIfSystemProperty(named = FOLDER, matches = ".+")
    void write(@TempDir Path work) throws IOException {
        Path target = Files.createDirectories(Path.of(System.getProperty(FOLDER)));
        for (Map.Entry<String, Run> entry : runs().entrySet()) {
            Path file = target.resolve(entry.getKey() + ".sdmvae");
            if (!Files.exists(file)) {
                Run run = entry.getValue();
                run.trainer(work.resolve(entry.getKey()), 2).fit(run.definition(), run.training(), run.validation());
                Files.copy(work.resolve(entry.getKey()).resolve(FILE), file);
            }
        }
    }
}
