/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.github.sdmvae.TestParts;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.likelihood.Likelihoods;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.model.Extensions;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.GammaUpdates;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.Priors;
import io.github.sdmvae.transform.DataTransforms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names in files are frozen: a name here may be added, never changed or removed. */
class PartNamesTest {

    @Test
    void names_areWhatFilesHold() {
        assertThat(Priors.registry().names())
                .containsExactly(
                        "standardNormal",
                        "learnedVariance",
                        "laplace",
                        "cauchy",
                        "studentT",
                        "gaussianMixture",
                        "spikeAndSlab",
                        "pseudoInputs",
                        "none",
                        "markov");
        assertThat(GammaUpdates.registry().names())
                .containsExactly(
                        "closedForm",
                        "inverseGamma",
                        "shared",
                        "fixed",
                        "correlatedBlocks",
                        "smoothed",
                        "coupled",
                        "anchored",
                        "innovation");
        assertThat(Likelihoods.registry().names())
                .containsExactly(
                        "complexGaussian",
                        "gaussian",
                        "gaussianLearnedVariance",
                        "bernoulli",
                        "gaussianFeatureVariance");
        assertThat(DimensionSelector.registry().names()).containsExactly("dimensionSelector");
        assertThat(SparseDecoding.registry().names()).containsExactly("sparseDecoding");
        assertThat(DataTransforms.registry().names()).containsExactly("columnScaling");
        assertThat(Arrays.stream(Activation.values()).map(Activation::label))
                .containsExactly("identity", "tanh", "relu", "sigmoid");
        assertThat(Arrays.stream(Dictionary.Kind.values()).map(Dictionary.Kind::label))
                .containsExactly("identity", "dct", "dct_with_constant", "random", "given");
    }

    static Stream<Part> parts() {
        return Stream.of(
                Prior.standardNormal(),
                Prior.learnedVariance(),
                Prior.learnedVariance(GammaUpdate.inverseGamma(0.1, 0.3)),
                Prior.learnedVariance(GammaUpdate.custom(new TestParts.DoubledGamma())),
                Prior.laplace(0.1),
                Prior.cauchy(),
                Prior.studentT(1.7),
                Prior.gaussianMixture(0.7, 0.1, 1),
                Prior.spikeAndSlab(0.3),
                Prior.pseudoInputs(0.3, 17),
                Prior.absolutePenalty(0.2),
                Prior.custom(new TestParts.LogCoshPrior()),
                GammaUpdate.closedForm(),
                GammaUpdate.inverseGamma(1, 0.1),
                GammaUpdate.shared(0.95),
                GammaUpdate.fixed(0.4),
                GammaUpdate.block(3),
                GammaUpdate.correlated(4, 0.8),
                GammaUpdate.smoothed(3, 2, 1.5),
                GammaUpdate.coupled(1, 1),
                GammaUpdate.anchored(2.5),
                GammaUpdate.recurrentlyAnchored(1),
                GammaUpdate.innovation(),
                Prior.markov(),
                GammaUpdate.custom(new TestParts.DoubledGamma()),
                Likelihood.complexGaussian(),
                Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY),
                Likelihood.gaussian(0.3),
                Likelihood.gaussianLearnedVariance(),
                Likelihood.bernoulli(),
                Likelihood.gaussianFeatureVariance(3, 0.2),
                DimensionSelector.of(3).withHidden(7).withFloor(0.2).ofCode(),
                SparseDecoding.standard().withRates(7, 0.5).withBeta(2, 9).withScale(0.1),
                SparseDecoding.standard().withRowsSumToOne(),
                SparseDecoding.standard().withProximalSteps(),
                Likelihood.custom(new TestParts.LaplaceLikelihood()));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void part_isReadBackFromItsText(Part part) {
        String text = DescriptionJson.toJson(part.describe()).toString();
        Description read =
                DescriptionJson.fromJson(JsonParser.parseString(text).getAsJsonObject(), name -> new float[0]);
        Part again = registry(part).read(read.with(extensions()));
        // Parts of the user's own are equal if their functions are: here, of the same class.
        assertThat(again).usingRecursiveComparison().isEqualTo(part);
        assertThat(text).contains("\"kind\":").doesNotContain(part.getClass().getName());
    }

    private static PartRegistry<? extends Part> registry(Part part) {
        return Stream.of(
                        Priors.registry(),
                        GammaUpdates.registry(),
                        Likelihoods.registry(),
                        DimensionSelector.registry(),
                        SparseDecoding.registry())
                .filter(registry -> registry.holds(part))
                .findFirst()
                .orElseThrow();
    }

    private static Extensions extensions() {
        return Extensions.none()
                .with(new TestParts.LogCoshPrior())
                .with(new TestParts.DoubledGamma())
                .with(new TestParts.LaplaceLikelihood());
    }

    @Test
    void unknownName_isRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Priors.registry().read(Description.of("horseshoe")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown prior 'horseshoe'")
                .hasMessageContaining("learnedVariance");
    }

    @Test
    void missingNumberOrExtension_isRefusedByName() {
        assertThatThrownBy(() -> Priors.registry().read(Description.of("laplace")))
                .hasMessageContaining("'scale'");
        assertThatThrownBy(() -> Priors.registry()
                        .read(Description.of("pseudoInputs").with("alpha", 0.5).with("count", 1.5)))
                .hasMessageContaining("count must be a whole number");
        assertThatThrownBy(() -> Priors.registry().read(Description.custom("mine")))
                .isInstanceOf(MissingPartException.class)
                .hasMessageContaining("'mine'");
        for (String text : List.of("{\"kind\":{}}", "{\"kind\":7}", "{\"kind\":\"laplace\",\"scale\":\"big\"}", "{}")) {
            assertThatThrownBy(() -> DescriptionJson.fromJson(
                            JsonParser.parseString(text).getAsJsonObject(), name -> new float[0]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
