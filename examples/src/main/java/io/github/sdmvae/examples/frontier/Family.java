/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Models that differ by a number of their own, if they have one, and by β. */
enum Family {
    VAE("VAE"),
    SDM("SDM"),
    SDM_INVERSE_GAMMA("SDM, inverse Gamma", "shape", 1),
    SDM_SHARED("SDM, shared \u03b3"),
    SDM_UNIT("SDM, unit atoms"),
    SDM_LEARNED("SDM, learned D"),
    LAPLACE("Laplace", "scale", 1),
    STUDENT_T("Student-t", "\u03bd", 2),
    MIXTURE("two Gaussians", "narrow share", 0.7),
    VSC("VSC", "\u03b1", 0.5),
    SELECTOR("dimension selector", "w", 100),
    SELECTOR_OF_CODE("dimension selector, R of the code", "w", 10);

    /** Scale of the inverse-Gamma hyperprior. */
    private static final double SCALE = 0.1;

    private final String title;
    private final String number;
    private final double usual;

    Family(String title) {
        this(title, "", Double.NaN);
    }

    Family(String title, String number, double usual) {
        this.title = title;
        this.number = number;
        this.usual = usual;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    /** What its own number is; empty if it has none. */
    String number() {
        return number;
    }

    /** NaN if it has no number of its own. */
    double usual() {
        return usual;
    }

    static Family of(String id) {
        return Arrays.stream(values())
                .filter(family -> family.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a model must be one of " + ids()
                        + ", with -aX for its own number and -bX for \u03b2, got " + id));
    }

    static String ids() {
        return Arrays.stream(values()).map(Family::id).collect(Collectors.joining(", "));
    }

    Prior prior(double own) {
        return switch (this) {
            case VAE, SELECTOR, SELECTOR_OF_CODE -> Prior.standardNormal();
            case LAPLACE -> Prior.laplace(own);
            case STUDENT_T -> Prior.studentT(own);
            case MIXTURE -> Prior.gaussianMixture(own, 0.1, 1);
            case VSC -> Prior.spikeAndSlab(own);
            default -> Prior.learnedVariance();
        };
    }

    Dictionary dictionary(int latent) {
        return this == SDM_LEARNED ? Dictionary.dctWithConstant(latent, latent).learned() : Dictionary.identity(latent);
    }

    /** Behind the code; null for the others. */
    @Nullable
    DimensionSelector selector(double own) {
        return switch (this) {
            case SELECTOR -> DimensionSelector.of(own);
            case SELECTOR_OF_CODE -> DimensionSelector.of(own).ofCode();
            default -> null;
        };
    }

    @Nullable
    GammaUpdate gammaUpdate(double own) {
        return switch (this) {
            case SDM_INVERSE_GAMMA -> GammaUpdate.inverseGamma(own, SCALE);
            case SDM_SHARED -> GammaUpdate.shared();
            default -> null;
        };
    }
}
