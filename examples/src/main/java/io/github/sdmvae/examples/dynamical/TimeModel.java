/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.dynamical;

import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The models of the table: an architecture and a prior. */
enum TimeModel {
    STATIC_NORMAL("static", "standard normal"),
    STATIC_SDM("static", "SDM"),
    RVAE_NORMAL("RVAE", "standard normal"),
    RVAE_SDM("RVAE", "SDM"),
    RVAE_SMOOTHED("RVAE", "SDM, smoothed ±2"),
    RVAE_COUPLED("RVAE", "SDM, coupled ±2"),
    RVAE_BLOCK("RVAE", "SDM, blocks of 5"),
    RVAE_ANCHORED("RVAE", "SDM, anchored κ = 1"),
    DKF_MARKOV("DKF", "Markov"),
    DKF_SDM("DKF", "SDM");

    private static final int HIDDEN = 128;
    private static final int DENSE = 256;

    private final String architecture;
    private final String priorName;

    TimeModel(String architecture, String priorName) {
        this.architecture = architecture;
        this.priorName = priorName;
    }

    private Prior prior() {
        return switch (this) {
            case STATIC_NORMAL, RVAE_NORMAL -> Prior.standardNormal();
            case DKF_MARKOV -> Prior.markov();
            case RVAE_SMOOTHED -> Prior.learnedVariance(GammaUpdate.smoothed(1, 1, 1));
            case RVAE_COUPLED -> Prior.learnedVariance(GammaUpdate.coupled(1, 1, 1));
            case RVAE_BLOCK -> Prior.learnedVariance(GammaUpdate.block(5));
            case RVAE_ANCHORED -> Prior.learnedVariance(GammaUpdate.anchored(1));
            case STATIC_SDM, RVAE_SDM, DKF_SDM -> Prior.learnedVariance();
        };
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return architecture + ", " + priorName;
    }

    boolean isOfTime() {
        return !architecture.equals("static");
    }

    static TimeModel of(String id) {
        return Arrays.stream(values())
                .filter(model -> model.id().equals(id.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--models must be of " + ids() + ", got " + id));
    }

    static String ids() {
        return Arrays.stream(values()).map(TimeModel::id).collect(Collectors.joining(", "));
    }

    /** With D = I, 128 units in every recurrent or hidden layer, and 256 before the DKF's. */
    ModelDefinitionBuilder on(int inputSize, int latent, long seed) {
        ModelDefinitionBuilder builder = ModelDefinition.builder()
                .inputSize(inputSize)
                .hidden(HIDDEN)
                .latentSize(latent)
                .prior(prior())
                .seed(seed);
        return switch (architecture) {
            case "RVAE" -> builder.dynamics(Dynamics.bidirectionalRvae().withRecurrence(CodeRecurrence.NONE));
            case "DKF" -> builder.encoderHidden(DENSE, HIDDEN).dynamics(Dynamics.dkf());
            default -> builder;
        };
    }
}
