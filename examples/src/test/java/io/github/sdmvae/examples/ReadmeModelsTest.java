/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.classic.CovarianceType;
import io.github.sdmvae.classic.GaussianMixture;
import io.github.sdmvae.classic.KMeans;
import io.github.sdmvae.classic.ProbabilisticPca;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.images.GeneratedImages;
import io.github.sdmvae.mask.Bands;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of models in the README and its page: every line of builder in them stands here, so that it compiles and builds. */
class ReadmeModelsTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final String HEADING = "## Every model";
    private static final String PAGE = "../docs/models.md";

    @Test
    void linesOfTheReadme_areThese() throws IOException {
        List<String> lines = new ArrayList<>(builderLines(section(Files.readString(MODULE.resolve("../README.md")))));
        lines.addAll(builderLines(Files.readString(MODULE.resolve(PAGE))));
        String source = dense(
                Files.readString(MODULE.resolve("src/test/java/io/github/sdmvae/examples/ReadmeModelsTest.java")));
        assertThat(lines).hasSize(definitions().size() + trainers().size() + 4);
        assertThat(lines).allSatisfy(line -> assertThat(source).contains(dense(line)));
    }

    @Test
    void definitions_build() {
        assertThat(definitions()).extracting(ModelDefinition::latentSize).containsOnly(32);
        assertThat(definitions()).doesNotHaveDuplicates();
    }

    @Test
    void trainers_build() {
        assertThat(trainers()).extracting(Trainer::options).doesNotContainNull();
    }

    @Test
    void classicalModels_fit() {
        Frames data = GeneratedImages.patches(1).draw(200, 1).frames();
        assertThat(KMeans.builder().clusters(10).fit(data).clusters()).isEqualTo(10);
        assertThat(GaussianMixture.builder().components(10).fit(data).components())
                .isEqualTo(10);
        assertThat(GaussianMixture.builder()
                        .components(10)
                        .covariance(CovarianceType.DIAGONAL)
                        .fit(data)
                        .width())
                .isEqualTo(25);
        assertThat(ProbabilisticPca.builder().components(5).fit(data).components())
                .isEqualTo(5);
    }

    private static ModelDefinitionBuilder model() {
        return ModelDefinition.builder().inputSize(513).hidden(128);
    }

    private static List<ModelDefinition> definitions() {
        return List.of(
                model().latentSize(32).prior(Prior.standardNormal()).build(),
                model().latentSize(32).prior(Prior.learnedVariance()).build(),
                model().dictionary(Dictionary.dct(32, 64))
                        .prior(Prior.learnedVariance())
                        .build(),
                model().dictionary(Dictionary.dctWithConstant(32, 64).learned())
                        .prior(Prior.learnedVariance())
                        .build(),
                model().dictionary(Dictionary.dctWithConstant(32, 64).learned(1))
                        .prior(Prior.learnedVariance())
                        .build(),
                model().dictionary(Dictionary.dctWithConstant(32, 64).learned().withCoherenceAtMost(0.3))
                        .prior(Prior.learnedVariance())
                        .build(),
                model().latentSize(32)
                        .prior(Prior.standardNormal())
                        .selector(DimensionSelector.of(10))
                        .build(),
                model().latentSize(32)
                        .prior(Prior.learnedVariance())
                        .selector(DimensionSelector.of(10))
                        .build(),
                model().latentSize(32)
                        .prior(Prior.standardNormal())
                        .sparseDecoding(SparseDecoding.standard())
                        .build(),
                model().latentSize(32)
                        .prior(Prior.learnedVariance())
                        .sparseDecoding(SparseDecoding.standard().withGroups(Bands.equal(513, 32)))
                        .build(),
                model().latentSize(32)
                        .dynamics(Dynamics.rvae())
                        .prior(Prior.standardNormal())
                        .build(),
                model().latentSize(32)
                        .dynamics(Dynamics.bidirectionalRvae())
                        .prior(Prior.standardNormal())
                        .build(),
                model().latentSize(32)
                        .dynamics(Dynamics.streamingRvae())
                        .prior(Prior.standardNormal())
                        .build(),
                model().latentSize(32)
                        .dynamics(Dynamics.dkf())
                        .prior(Prior.markov())
                        .build(),
                model().latentSize(32)
                        .dynamics(Dynamics.rvae())
                        .prior(Prior.learnedVariance())
                        .build(),
                model().latentSize(32)
                        .dynamics(Dynamics.dkf())
                        .prior(Prior.learnedVariance())
                        .build(),
                model().latentSize(32)
                        .dynamics(Dynamics.rvae())
                        .prior(Prior.learnedVariance(GammaUpdate.coupled(1, 1)))
                        .build(),
                model().latentSize(32).prior(Prior.laplace()).build(),
                model().latentSize(32).prior(Prior.cauchy()).build(),
                model().latentSize(32).prior(Prior.studentT(2)).build(),
                model().latentSize(32).prior(Prior.gaussianMixture(0.7, 0.1, 1)).build(),
                model().latentSize(32).prior(Prior.spikeAndSlab(0.5)).build(),
                model().latentSize(32).prior(Prior.pseudoInputs(0.5, 20)).build(),
                model().latentSize(32).prior(Prior.none()).build(),
                model().latentSize(32).prior(Prior.absolutePenalty(1)).build());
    }

    private static Trainer.Builder trainer() {
        return Trainer.builder();
    }

    private static List<Trainer> trainers() {
        return List.of(
                trainer().gammaUpdate(GammaUpdate.closedForm()).build(),
                trainer().gammaUpdate(GammaUpdate.inverseGamma(1, 0.1)).build(),
                trainer().gammaUpdate(GammaUpdate.shared()).build(),
                trainer().gammaUpdate(GammaUpdate.fixed(1)).build(),
                trainer().elbo(ElboStrategy.asPublished()).build(),
                trainer().elbo(ElboStrategy.closedForm()).build(),
                trainer().elbo(ElboStrategy.sampled(5)).build(),
                trainer().elbo(ElboStrategy.importanceWeighted(5)).build(),
                trainer().elbo(ElboStrategy.asPublished().withFreeBits(0.1)).build(),
                trainer()
                        .elbo(ElboStrategy.asPublished().withBeta(BetaSchedule.warmUp(10_000, 1)))
                        .build(),
                trainer()
                        .elbo(ElboStrategy.asPublished().withBeta(BetaSchedule.cyclical(5_000, 4, 0.5, 1)))
                        .build());
    }

    private static String section(String readme) {
        int begin = readme.indexOf(HEADING);
        assertThat(begin).as("place of the heading " + HEADING).isPositive();
        return readme.substring(begin, readme.indexOf("\n## ", begin + HEADING.length()));
    }

    /** The code in the last column of the tables, up to the table of parts. */
    private static List<String> builderLines(String text) {
        int parts = text.indexOf("\n## Parts");
        return text.substring(0, parts < 0 ? text.length() : parts)
                .lines()
                .filter(line -> line.startsWith("|") && line.endsWith("` |"))
                .map(line -> line.substring(line.lastIndexOf('`', line.length() - 4) + 1, line.length() - 3))
                .toList();
    }

    private static String dense(String text) {
        return text.replaceAll("\\s", "");
    }
}
