/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.graph.FeatureVarianceNode;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Means, and behind them log σ² of the features, the same in every row. */
final class FeatureVarianceStage implements Stage {
    private final GaussianFeatureVariance variance;
    private final int width;
    private final Tensor in;
    private final @Nullable Tensor dIn;
    private final Tensor logVariance;
    private final Tensor out;
    private final @Nullable Tensor dOut;
    private double share = 1;

    FeatureVarianceStage(Request request) {
        FeatureVarianceNode node = (FeatureVarianceNode) request.node();
        variance = node.variance();
        width = node.width();
        in = request.in();
        dIn = request.dIn();
        logVariance = request.parameters().named(FeatureVarianceNode.LOG_VARIANCE);
        out = request.engine().allocate(in.rows(), 2 * width);
        dOut = request.gradient() ? request.engine().allocate(in.rows(), 2 * width) : null;
    }

    @Override
    public Tensor output() {
        return out;
    }

    @Override
    public @Nullable Tensor outputGradient() {
        return dOut;
    }

    @Override
    public void forward() {
        double[] means = HostLayers.values(in);
        double[] variances = HostLayers.values(logVariance);
        double[] both = new double[out.length()];
        for (int i = 0; i < in.rows(); i++) {
            System.arraycopy(means, i * width, both, 2 * i * width, width);
            System.arraycopy(variances, 0, both, (2 * i + 1) * width, width);
        }
        out.write(both);
    }

    @Override
    public void meet(Exchange exchange, int rows, int totalRows) {
        share = (double) rows / totalRows;
    }

    @Override
    public void addTerms(Map<String, Double> terms) {
        if (variance.nu() > 0) {
            terms.merge(
                    FeatureVarianceNode.VARIANCE_PRIOR, variance.penalty(HostLayers.values(logVariance)), Double::sum);
        }
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        double[] both = HostLayers.values(Objects.requireNonNull(dOut));
        if (dIn != null) {
            double[] means = new double[in.length()];
            for (int i = 0; i < in.rows(); i++) {
                System.arraycopy(both, 2 * i * width, means, i * width, width);
            }
            dIn.write(means);
        }
        if (target != null) {
            target.named(FeatureVarianceNode.LOG_VARIANCE).write(varianceGradient(both));
        }
    }

    private double[] varianceGradient(double[] both) {
        double[] variances = HostLayers.values(logVariance);
        double[] gradient = new double[width];
        for (int j = 0; j < width; j++) {
            gradient[j] = share * variance.derivative(variances[j]);
            for (int at = width + j; at < both.length; at += 2 * width) {
                gradient[j] += both[at];
            }
        }
        return gradient;
    }
}
