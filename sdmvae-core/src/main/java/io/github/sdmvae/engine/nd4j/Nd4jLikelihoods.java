/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.nd4j;

import io.github.sdmvae.engine.kernels.HostLikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.likelihood.ComplexGaussian;
import io.github.sdmvae.likelihood.Gaussian;
import io.github.sdmvae.likelihood.Likelihood;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Which likelihoods are computed by ND4J's operations; the others use their own rule on the host. */
final class Nd4jLikelihoods {
    private static final Map<Class<? extends Likelihood>, Operations> OPERATIONS = Map.of(
            Gaussian.class, (likelihood, tensors, scale) -> gaussian((Gaussian) likelihood, tensors, scale),
            ComplexGaussian.class,
                    (likelihood, tensors, scale) -> complexGaussian((ComplexGaussian) likelihood, tensors, scale));

    private Nd4jLikelihoods() {}

    private interface Operations {
        /** Returns false if these numbers are not covered. */
        boolean evaluate(Likelihood likelihood, LikelihoodTensors tensors, double gradientScale);
    }

    static LikelihoodStep of(Likelihood likelihood, LikelihoodTensors tensors) {
        HostLikelihoodStep host = new HostLikelihoodStep(likelihood, tensors);
        Operations operations = OPERATIONS.get(likelihood.getClass());
        boolean oneDraw = tensors.x().rows() == tensors.output().rows();
        return operations == null || !oneDraw ? host : new Step(likelihood, tensors, operations, host);
    }

    private record Step(Likelihood likelihood, LikelihoodTensors tensors, Operations operations, LikelihoodStep host)
            implements LikelihoodStep {
        @Override
        public void evaluate(double gradientScale) {
            if (gradientScale == 0 || !operations.evaluate(likelihood, tensors, gradientScale)) {
                host.evaluate(gradientScale);
            }
        }

        @Override
        public void mean() {
            host.mean();
        }
    }

    private static INDArray array(Tensor tensor) {
        return own(tensor).array();
    }

    private static Nd4jTensor own(Tensor tensor) {
        return (Nd4jTensor) tensor;
    }

    private static boolean gaussian(Gaussian rule, LikelihoodTensors tensors, double gradientScale) {
        INDArray gradient = array(tensors.dOutput());
        gradient.assign(array(tensors.output())).subi(array(tensors.x()));
        INDArray squares = own(tensors.output()).scratch().assign(gradient);
        squares.muli(gradient).muli(0.5 / rule.variance());
        squares.sum(own(tensors.loss()).vector(), 1);
        gradient.muli(gradientScale / rule.variance());
        return true;
    }

    /** Beyond the clamp the rule on the host takes over. */
    private static boolean complexGaussian(ComplexGaussian rule, LikelihoodTensors tensors, double gradientScale) {
        INDArray eta = array(tensors.output());
        if (!(eta.amaxNumber().doubleValue() <= rule.clamp())) {
            return false;
        }
        INDArray data = array(tensors.x());
        if (rule.floor() > 0) {
            data = Transforms.max(own(tensors.x()).scratch().assign(data), rule.floor(), false);
        }
        INDArray ratio = array(tensors.dOutput()).assign(eta).negi();
        Transforms.exp(ratio, false).muli(data);
        INDArray terms = own(tensors.output()).scratch().assign(ratio);
        terms.addi(eta).sum(own(tensors.loss()).vector(), 1);
        ratio.rsubi(1).muli(gradientScale);
        return true;
    }
}
