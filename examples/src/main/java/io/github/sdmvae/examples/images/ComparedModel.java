/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The models that can be compared: what differs is their prior, their dictionary, and how γ and the bound are found. */
enum ComparedModel {
    GAUSSIAN("Gaussian"),
    LAPLACE("Laplace"),
    CAUCHY("Cauchy"),
    SDM("SDM"),
    VSC("VSC"),
    LAPLACE_CLOSED("Laplace, closed form"),
    CAUCHY_CLOSED("Cauchy, closed form"),
    STUDENT_T("Student-t, ν = 2"),
    MIXTURE("two Gaussians"),
    SDM_INVERSE_GAMMA("SDM, inverse Gamma"),
    SDM_SHARED("SDM, shared γ"),
    SDM_DCT("SDM, DCT"),
    SDM_LEARNED("SDM, learned D"),
    SDM_LEARNED_APART("SDM, learned D, penalty"),
    SDM_LEARNED_RANDOM("SDM, learned D, random start"),
    VSC_PSEUDO("VSC, pseudo-inputs"),
    AUTOENCODER("autoencoder"),
    SPARSE_AUTOENCODER("sparse autoencoder"),
    GAUSSIAN_IWAE("Gaussian, 5 weighted draws"),
    GAUSSIAN_FREE_BITS("Gaussian, free bits"),
    SELECTOR("dimension selector"),
    SDM_SELECTOR("SDM, dimension selector"),
    SPARSE_DECODING("sparse decoding"),
    SDM_SPARSE_DECODING("SDM, sparse decoding");

    /** Those of Pyle, with the two sparse ones. */
    static final List<ComparedModel> STANDARD = List.of(GAUSSIAN, LAPLACE, CAUCHY, SDM, VSC);

    private static final int PSEUDO_INPUTS = 20;
    private static final double PENALTY = 1;

    private final String title;

    ComparedModel(String title) {
        this.title = title;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    static ComparedModel of(String id) {
        return Arrays.stream(values())
                .filter(model -> model.id().equalsIgnoreCase(id.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--models must be some of " + ids() + ", got " + id));
    }

    static String ids() {
        return Arrays.stream(values()).map(ComparedModel::id).collect(Collectors.joining(", "));
    }

    ModelDefinition definition(ImageSet images, ModelOptions options, long seed) {
        ModelDefinitionBuilder builder = ModelDefinition.builder()
                .inputSize(images.width())
                .hidden(options.hiddenSizes())
                .dictionary(dictionary(options, seed))
                .prior(prior(options))
                .likelihood(images.likelihood())
                .seed(seed);
        MaskOptions masks = options.masks();
        return switch (this) {
            case SELECTOR, SDM_SELECTOR -> builder.selector(masks.selector()).build();
            case SPARSE_DECODING, SDM_SPARSE_DECODING ->
                builder.sparseDecoding(masks.decoding()).build();
            default -> builder.build();
        };
    }

    private Prior prior(ModelOptions options) {
        return switch (this) {
            case GAUSSIAN, GAUSSIAN_IWAE, GAUSSIAN_FREE_BITS, SELECTOR, SPARSE_DECODING -> Prior.standardNormal();
            case LAPLACE, LAPLACE_CLOSED -> Prior.laplace();
            case CAUCHY, CAUCHY_CLOSED -> Prior.cauchy();
            case STUDENT_T -> Prior.studentT(2);
            case MIXTURE -> Prior.gaussianMixture(0.7, 0.1, 1);
            case VSC -> Prior.spikeAndSlab(options.alpha());
            case VSC_PSEUDO -> Prior.pseudoInputs(options.alpha(), PSEUDO_INPUTS);
            case AUTOENCODER -> Prior.none();
            case SPARSE_AUTOENCODER -> Prior.absolutePenalty(PENALTY);
            default -> Prior.learnedVariance();
        };
    }

    private Dictionary dictionary(ModelOptions options, long seed) {
        int m = options.latent();
        int k = options.atoms();
        return switch (this) {
            case SDM_DCT -> Dictionary.dctWithConstant(m, k);
            case SDM_LEARNED -> Dictionary.dctWithConstant(m, k).learned();
            case SDM_LEARNED_APART -> Dictionary.dctWithConstant(m, k).learned(options.coherencePenalty());
            case SDM_LEARNED_RANDOM -> Dictionary.random(m, k, seed).learned();
            default -> Dictionary.identity(m);
        };
    }

    /** Null leaves it to the trainer. */
    @Nullable
    GammaUpdate gamma() {
        return switch (this) {
            case SDM_INVERSE_GAMMA -> GammaUpdate.inverseGamma(1, 0.1);
            case SDM_SHARED -> GammaUpdate.shared();
            default -> null;
        };
    }

    ElboStrategy elbo() {
        return switch (this) {
            case LAPLACE_CLOSED, CAUCHY_CLOSED -> ElboStrategy.closedForm();
            case GAUSSIAN_IWAE -> ElboStrategy.importanceWeighted(5);
            case GAUSSIAN_FREE_BITS -> ElboStrategy.asPublished().withFreeBits(0.1);
            default -> ElboStrategy.asPublished();
        };
    }
}
