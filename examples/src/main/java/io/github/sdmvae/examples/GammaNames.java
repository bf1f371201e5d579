/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.prior.GammaUpdate;

/** γ updates as they are written on a command line: a name, and after a colon numbers with commas. */
final class GammaNames {
    static final String HELP = "closed (per data point), shared (over the data); in models of time also block:FRAMES,"
            + " correlated:FRAMES,RHO, smoothed:C0,C1,..., coupled:C0,C1,..., anchored:KAPPA,"
            + " recurrently-anchored:KAPPA or innovation";

    private GammaNames() {}

    /**
     * Reads an update.
     *
     * @throws IllegalArgumentException naming what is allowed
     */
    static GammaUpdate parse(String text) {
        NamedNumbers given = NamedNumbers.parse("--gamma", text);
        double[] numbers = given.values();
        boolean window = numbers.length > 0;
        return switch (given.form()) {
            case "closed 0" -> GammaUpdate.closedForm();
            case "shared 0" -> GammaUpdate.shared();
            case "block 1" -> GammaUpdate.block(whole(text, numbers[0]));
            case "correlated 2" -> GammaUpdate.correlated(whole(text, numbers[0]), numbers[1]);
            case "anchored 1" -> GammaUpdate.anchored(numbers[0]);
            case "recurrently-anchored 1" -> GammaUpdate.recurrentlyAnchored(numbers[0]);
            case "innovation 0" -> GammaUpdate.innovation();
            default -> {
                if (window && given.name().equals("smoothed")) {
                    yield GammaUpdate.smoothed(numbers);
                }
                if (window && given.name().equals("coupled")) {
                    yield GammaUpdate.coupled(numbers);
                }
                throw refusal(text);
            }
        };
    }

    private static IllegalArgumentException refusal(String text) {
        return new IllegalArgumentException("--gamma must be one of " + HELP + "; got " + text);
    }

    private static int whole(String text, double number) {
        if (number != (int) number) {
            throw refusal(text);
        }
        return (int) number;
    }
}
