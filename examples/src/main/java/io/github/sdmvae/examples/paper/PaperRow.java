/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.examples.paper.PaperFigures.Triple;
import io.github.sdmvae.examples.training.Recipe;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.InputTransform;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The models of the table, in its order: the paper's, then others of this library. */
enum PaperRow implements Recipe {
    VAE(
            "VAE",
            Prior.standardNormal(),
            Dictionary::identity,
            PaperFigures.of(new Triple(3.29, 0.85, 0.40), new Triple(3.26, 0.85, 0.56))),
    VSC_005(
            "VSC, α = 0.05",
            Prior.spikeAndSlab(0.05),
            Dictionary::identity,
            PaperFigures.of(new Triple(3.00, 0.81, 0.57), new Triple(3.25, 0.84, 0.51))),
    VSC_05(
            "VSC, α = 0.5",
            Prior.spikeAndSlab(0.5),
            Dictionary::identity,
            PaperFigures.of(new Triple(3.25, 0.84, 0.54), new Triple(3.32, 0.85, 0.65))),
    VSC_09(
            "VSC, α = 0.9",
            Prior.spikeAndSlab(0.9),
            Dictionary::identity,
            PaperFigures.of(new Triple(3.25, 0.84, 0.47), new Triple(3.26, 0.85, 0.60))),
    SDM_I(
            "SDM-VAE, I",
            Prior.learnedVariance(),
            Dictionary::identity,
            PaperFigures.of(new Triple(3.33, 0.86, 0.64), new Triple(3.45, 0.87, 0.73))),
    SDM_DCT32(
            "SDM-VAE, DCT k = 32",
            Prior.learnedVariance(),
            m -> Dictionary.dct(m, 32),
            PaperFigures.of(new Triple(3.37, 0.86, 0.66), new Triple(3.28, 0.84, 0.66))),
    SDM_DCT64(
            "SDM-VAE, DCT k = 64",
            Prior.learnedVariance(),
            m -> Dictionary.dct(m, 64),
            PaperFigures.of(new Triple(3.32, 0.86, 0.87), new Triple(3.33, 0.86, 0.76))),
    SDM_LEARNED(
            "SDM-VAE, learned D, k = m (ours)",
            Prior.learnedVariance(),
            m -> Dictionary.dct(m, m).learned(),
            PaperFigures.NONE),
    SDM_APART(
            "SDM-VAE, learned D, k = m, coherence at most 0.1 (ours)",
            Prior.learnedVariance(),
            m -> Dictionary.dct(m, m).learned().withCoherenceAtMost(0.1),
            PaperFigures.NONE),
    SDM_SHARED("SDM-VAE, I, shared γ (ours)", Prior.learnedVariance(), Dictionary::identity, PaperFigures.NONE) {
        @Override
        public GammaUpdate gammaUpdate() {
            return GammaUpdate.shared();
        }
    },
    VAE_LOG("VAE, log power in (ours)", Prior.standardNormal(), Dictionary::identity, PaperFigures.NONE) {
        @Override
        InputTransform inputTransform() {
            return LOG_POWER;
        }
    },
    SDM_LOG("SDM-VAE, I, log power in (ours)", Prior.learnedVariance(), Dictionary::identity, PaperFigures.NONE) {
        @Override
        InputTransform inputTransform() {
            return LOG_POWER;
        }
    },
    SDM_LOG_FLOOR(
            "SDM-VAE, I, log power over a floor of 1e-2 in (ours)",
            Prior.learnedVariance(),
            Dictionary::identity,
            PaperFigures.NONE) {
        @Override
        InputTransform inputTransform() {
            return InputTransform.logPower(HIGH_FLOOR);
        }
    },
    SDM_LOG_STANDARD(
            "SDM-VAE, I, standardised log power in (ours)",
            Prior.learnedVariance(),
            Dictionary::identity,
            PaperFigures.NONE) {
        @Override
        InputTransform inputTransform() {
            return LOG_POWER;
        }

        @Override
        public boolean standardisesInput() {
            return true;
        }
    },
    SDM_POWER_LAW(
            "SDM-VAE, I, power to the 0.3 in (ours)",
            Prior.learnedVariance(),
            Dictionary::identity,
            PaperFigures.NONE) {
        @Override
        InputTransform inputTransform() {
            return InputTransform.powerLaw(LOUDNESS);
        }
    };

    /** About the median of speech of peak 1, some 60 dB below its loudest bins: what is quieter looks alike to the encoder. */
    private static final double HIGH_FLOOR = 1e-2;

    private static final double LOUDNESS = 0.3;

    /** Of speech of peak 1, where rounding to 16 bits alone leaves about 4e-8 per bin. */
    private static final InputTransform LOG_POWER = InputTransform.logPower(1e-5);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a record without arrays
    private final Prior prior;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final IntFunction<Dictionary> dictionary;

    @SuppressWarnings("ImmutableEnumChecker") // holds an unmodifiable map
    private final PaperFigures figures;

    PaperRow(String title, Prior prior, IntFunction<Dictionary> dictionary, PaperFigures figures) {
        this.title = title;
        this.prior = prior;
        this.dictionary = dictionary;
        this.figures = figures;
    }

    /** The name on the command line and in file names. */
    @Override
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String title() {
        return title;
    }

    PaperFigures figures() {
        return figures;
    }

    /** What the encoder sees; null for power itself, as in the paper. */
    @Nullable
    InputTransform inputTransform() {
        return null;
    }

    /** Whether the row is in the table unless others are asked for. */
    boolean isUsual() {
        return inputTransform() == null;
    }

    @Override
    public ModelDefinition definition(int inputSize, List<Integer> hidden, int latent, long seed) {
        ModelDefinitionBuilder model = ModelDefinition.builder()
                .inputSize(inputSize)
                .hidden(hidden.stream().mapToInt(Integer::intValue).toArray())
                .dictionary(dictionary.apply(latent))
                .prior(prior)
                .likelihood(Likelihood.complexGaussian())
                .seed(seed);
        InputTransform input = inputTransform();
        return (input == null ? model : model.inputTransform(input)).build();
    }

    static PaperRow of(String id) {
        return Arrays.stream(values())
                .filter(row -> row.id().equalsIgnoreCase(id.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a row must be one of " + ids() + ", got " + id));
    }

    static String ids() {
        return Arrays.stream(values()).map(PaperRow::id).collect(Collectors.joining(", "));
    }
}
