/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import picocli.CommandLine.Option;

/** Departures from the usual protocol. */
final class ProtocolOptions {
    /** Which weights are scored. */
    enum Keep {
        BEST,
        LAST
    }

    /** How recordings are coded. */
    enum Code {
        MEAN,
        SAMPLE
    }

    @Option(
            names = "--keep",
            paramLabel = "NAME",
            defaultValue = "best",
            description =
                    "best: the weights of the lowest validation loss; last: of the last epoch. Default: ${DEFAULT-VALUE}.")
    private Keep keep = Keep.BEST;

    @Option(
            names = "--code",
            paramLabel = "NAME",
            defaultValue = "mean",
            description = "mean: test recordings are coded by the posterior's mean; sample: by one draw of it."
                    + " Default: ${DEFAULT-VALUE}.")
    private Code code = Code.MEAN;

    @Option(
            names = "--silence",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "Training and validation data get so many frames of digital silence per hundred of their own."
                    + " Default: ${DEFAULT-VALUE}.")
    private int silence;

    Protocol protocol() {
        return new Protocol(keep == Keep.LAST, code == Code.SAMPLE, silence);
    }
}
