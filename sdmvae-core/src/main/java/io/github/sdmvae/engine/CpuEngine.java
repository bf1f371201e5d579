/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.GammaUpdate;
import io.github.sdmvae.objective.Likelihood;
import io.github.sdmvae.objective.Prior;
import org.jspecify.annotations.Nullable;

/**
 * The fast engine on the processor, in single precision: products by OpenBLAS, everything element-wise fused into few
 * passes that the JIT vectorises, all of it in parts for the threads of a {@link CpuTeam}. Results do not depend on the
 * number of threads. User-defined parts go through {@link HostCode} and {@link HostLikelihood}, in double.
 */
final class CpuEngine implements Engine {
    private final CpuTeam team;
    private final CpuLayers layers;
    private final CpuLikelihood likelihoods;
    private final CpuCode codes;

    CpuEngine(CpuTeam team) {
        this.team = team;
        this.layers = new CpuLayers(team);
        this.likelihoods = new CpuLikelihood(team);
        this.codes = new CpuCode(team);
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        return new CpuTensor(rows, columns);
    }

    private static CpuTensor own(Tensor tensor) {
        return (CpuTensor) tensor;
    }

    @Override
    public void dense(Tensor x, Tensor weight, Tensor bias, Activation activation, Tensor y) {
        layers.dense(own(x), own(weight), own(bias), activation, own(y));
    }

    @Override
    public void denseBackward(
            Tensor x,
            Tensor weight,
            Tensor y,
            Activation activation,
            Tensor dy,
            Tensor dWeight,
            Tensor dBias,
            @Nullable Tensor dx) {
        layers.backward(
                own(x),
                own(weight),
                own(y),
                activation,
                own(dy),
                own(dWeight),
                own(dBias),
                dx == null ? null : own(dx));
    }

    @Override
    public void synthesize(Tensor code, Tensor dictionary, Tensor latent) {
        layers.multiply(own(code), false, own(dictionary), true, own(latent));
    }

    @Override
    public void synthesizeBackward(Tensor dLatent, Tensor dictionary, Tensor dCode) {
        layers.multiply(own(dLatent), false, own(dictionary), false, own(dCode));
    }

    @Override
    public void dictionaryBackward(Tensor dLatent, Tensor code, Tensor dDictionary) {
        layers.multiply(own(dLatent), true, own(code), false, own(dDictionary));
    }

    @Override
    public void sampleCode(CodeRule rule, CodeTensors tensors, double gradientScale, boolean training) {
        boolean fused =
                rule.isGaussian() && !rule.importance() && !(rule.effectiveGamma() instanceof GammaUpdate.Custom);
        if (fused) {
            codes.sample(rule, tensors, gradientScale, training);
        } else if (rule.prior() instanceof Prior.SpikeAndSlab) {
            CpuSlab slab = tensors.slab(rule);
            slab.sample(team, rule, (float) gradientScale);
        } else {
            tensors.host().sample(rule, gradientScale, training);
        }
    }

    @Override
    public void sampleCodeBackward(CodeTensors tensors) {
        CpuSlab slab = tensors.slab();
        if (tensors.shape().heads() == 2) {
            codes.backward(tensors);
        } else if (slab != null) {
            slab.backward(team);
        } else {
            tensors.host().backward();
        }
    }

    @Override
    public void likelihood(Likelihood likelihood, LikelihoodTensors tensors, double gradientScale) {
        if (likelihood instanceof Likelihood.Custom) {
            tensors.host().evaluate(likelihood, gradientScale);
        } else {
            likelihoods.evaluate(likelihood, tensors, gradientScale);
        }
    }

    @Override
    public void likelihoodMean(Likelihood likelihood, LikelihoodTensors tensors) {
        if (likelihood instanceof Likelihood.Custom) {
            tensors.host().mean(likelihood);
        } else {
            likelihoods.mean(likelihood, tensors);
        }
    }

    @Override
    public void adam(AdamStep step, Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment) {
        CpuAdam adam = new CpuAdam(step, own(parameters), own(gradient), own(firstMoment), own(secondMoment));
        CpuRows values = new CpuRows(parameters.length(), 1);
        team.run(values.parts(), p -> values.each(p, adam::update));
    }

    @Override
    public double sum(Tensor tensor) {
        return reduce(own(tensor), false);
    }

    @Override
    public double sumOfSquares(Tensor tensor) {
        return reduce(own(tensor), true);
    }

    private double reduce(CpuTensor tensor, boolean squares) {
        CpuRows values = new CpuRows(tensor.length(), 1);
        double[] sums = new double[values.parts()];
        team.run(values.parts(), p -> values.each(p, (first, count) -> sums[p] += sum(tensor, first, count, squares)));
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return sum;
    }

    private static double sum(CpuTensor tensor, int first, int count, boolean squares) {
        float[] values = CpuScratch.own().array(0, count);
        tensor.get(first, values, 0, count);
        return squares ? sumOfSquares(values, count) : sum(values, count);
    }

    /** Four chains, so that additions overlap. */
    private static double sum(float[] values, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += values[i];
            s1 += values[i + 1];
            s2 += values[i + 2];
            s3 += values[i + 3];
        }
        for (; i < n; i++) {
            s0 += values[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static double sumOfSquares(float[] values, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += (double) values[i] * values[i];
            s1 += (double) values[i + 1] * values[i + 1];
            s2 += (double) values[i + 2] * values[i + 2];
            s3 += (double) values[i + 3] * values[i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) values[i] * values[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
