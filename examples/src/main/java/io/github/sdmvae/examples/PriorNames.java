/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.prior.Prior;

/** Priors as they are written on a command line: a name, and after a colon numbers with commas. */
final class PriorNames {
    static final String HELP =
            "learned (variances per data point: SDM-VAE), normal (plain VAE), laplace[:SCALE], cauchy,"
                    + " student:DEGREES, mixture:WEIGHT,SD1,SD2, vsc:ALPHA (spike and slab), pseudo:ALPHA,COUNT (the same with"
                    + " pseudo-inputs), none (autoencoder), penalty:WEIGHT (sparse autoencoder), markov (models of time: DKF)";

    private PriorNames() {}

    /**
     * Reads a prior.
     *
     * @throws IllegalArgumentException naming what is allowed
     */
    static Prior parse(String text) {
        NamedNumbers given = NamedNumbers.parse("--prior", text);
        double[] numbers = given.values();
        return switch (given.form()) {
            case "learned 0" -> Prior.learnedVariance();
            case "normal 0" -> Prior.standardNormal();
            case "laplace 0" -> Prior.laplace();
            case "laplace 1" -> Prior.laplace(numbers[0]);
            case "cauchy 0" -> Prior.cauchy();
            case "student 1" -> Prior.studentT(numbers[0]);
            case "mixture 3" -> Prior.gaussianMixture(numbers[0], numbers[1], numbers[2]);
            case "vsc 1" -> Prior.spikeAndSlab(numbers[0]);
            case "pseudo 2" -> Prior.pseudoInputs(numbers[0], (int) numbers[1]);
            case "none 0" -> Prior.none();
            case "penalty 1" -> Prior.absolutePenalty(numbers[0]);
            case "markov 0" -> Prior.markov();
            default -> throw new IllegalArgumentException("--prior must be one of " + HELP + "; got " + text);
        };
    }
}
