/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.likelihood.Likelihood;

/** A likelihood's own rule in double precision, between an engine's arrays: works for every likelihood on every engine. */
public final class HostLikelihoodStep implements LikelihoodStep {
    private final Likelihood likelihood;
    private final LikelihoodTensors tensors;
    private final int dataRows;
    private final int rows;
    private final int width;
    private final double[] x;
    private final double[] tiled;
    private final double[] output;
    private final double[] loss;
    private final double[] gradient;

    /**
     * Allocates the arrays on the host.
     *
     * @param likelihood which
     * @param tensors the engine's arrays
     */
    public HostLikelihoodStep(Likelihood likelihood, LikelihoodTensors tensors) {
        this.likelihood = likelihood;
        this.tensors = tensors;
        this.dataRows = tensors.x().rows();
        this.rows = tensors.output().rows();
        this.width = tensors.x().columns();
        x = new double[tensors.x().length()];
        tiled = rows == dataRows ? x : new double[rows * width];
        output = new double[tensors.output().length()];
        loss = new double[rows];
        gradient = new double[output.length];
    }

    @Override
    public void evaluate(double gradientScale) {
        tensors.x().read(x);
        tensors.output().read(output);
        for (int first = 0; rows > dataRows && first < rows; first += dataRows) {
            System.arraycopy(x, 0, tiled, first * width, x.length);
        }
        likelihood.evaluate(rows, width, tiled, output, loss, gradient);
        tensors.loss().write(loss);
        if (gradientScale != 0) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= gradientScale;
            }
            tensors.dOutput().write(gradient);
        }
    }

    @Override
    public void mean() {
        double[] mean = new double[rows * width];
        tensors.output().read(output);
        likelihood.mean(rows, width, output, mean);
        tensors.mean().write(mean);
    }
}
