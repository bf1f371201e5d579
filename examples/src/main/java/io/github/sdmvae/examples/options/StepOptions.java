/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import picocli.CommandLine.Option;

/** {@code --learning-rate}, {@code --batch} and {@code --patience}: how a training goes, step by step. */
public final class StepOptions {
    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            converter = Given.Real.class,
            description = "Adam's step size. Default: ${DEFAULT-VALUE}.")
    private Given<Double> learningRate;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Data points in a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "20",
            description = "Stop after so many epochs without a lower validation loss. Default: ${DEFAULT-VALUE}.")
    private int patience;

    /**
     * The options; the learning rate's default depends on other things.
     *
     * @param learningRate what it depends on, for {@code --help}
     */
    public StepOptions(String learningRate) {
        this.learningRate = Given.otherwise(learningRate);
    }

    /**
     * Adam's step size.
     *
     * @param usual if it is not given
     * @return as given, not checked
     */
    public double learningRate(double usual) {
        return learningRate.or(usual);
    }

    /**
     * Data points in a step.
     *
     * @return as given, not checked
     */
    public int batch() {
        return batch;
    }

    /**
     * Epochs without improvement before a training stops.
     *
     * @return as given, not checked
     */
    public int patience() {
        return patience;
    }
}
