/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.Likelihood;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The reference engine: dense layers, dictionary, the common likelihoods and Adam operation by operation through ND4J.
 * What is small (codes: B × k values) or rare goes through {@link HostCode} and {@link HostLikelihood}, in double.
 */
final class Nd4jEngine implements Engine {
    private static final int ROW_MAJOR = openblas.CblasRowMajor;

    private final Precision precision;
    private final DataType type;

    Nd4jEngine(Precision precision) {
        this.precision = precision;
        this.type = precision == Precision.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        return new Nd4jTensor(Nd4j.create(type, new long[] {rows, columns}, 'c'));
    }

    private static Nd4jTensor own(Tensor tensor) {
        return (Nd4jTensor) tensor;
    }

    private static INDArray array(Tensor tensor) {
        return own(tensor).array();
    }

    /**
     * C = A B, each transposed if so said, by the OpenBLAS that ND4J itself uses: its own call copies row-major operands
     * and goes through a graph operation, which costs more than the product at these sizes.
     */
    private static void gemm(Nd4jTensor a, boolean transposeA, Nd4jTensor b, boolean transposeB, Nd4jTensor c) {
        NativeThreads.limitCaller();
        int flagA = transposeA ? openblas.CblasTrans : openblas.CblasNoTrans;
        int flagB = transposeB ? openblas.CblasTrans : openblas.CblasNoTrans;
        int inner = transposeA ? a.rows() : a.columns();
        int rows = c.rows();
        int columns = c.columns();
        int strideA = a.columns();
        int strideB = b.columns();
        if (a.address() instanceof FloatPointer fa
                && b.address() instanceof FloatPointer fb
                && c.address() instanceof FloatPointer fc) {
            openblas.cblas_sgemm(
                    ROW_MAJOR, flagA, flagB, rows, columns, inner, 1, fa, strideA, fb, strideB, 0, fc, columns);
        } else {
            openblas.cblas_dgemm(
                    ROW_MAJOR,
                    flagA,
                    flagB,
                    rows,
                    columns,
                    inner,
                    1,
                    (DoublePointer) a.address(),
                    strideA,
                    (DoublePointer) b.address(),
                    strideB,
                    0,
                    (DoublePointer) c.address(),
                    columns);
        }
    }

    @Override
    public void dense(Tensor x, Tensor weight, Tensor bias, Activation activation, Tensor y) {
        INDArray out = array(y);
        gemm(own(x), false, own(weight), false, own(y));
        out.addiRowVector(array(bias));
        switch (activation) {
            case IDENTITY -> {}
            case TANH -> Transforms.tanh(out, false);
            case RELU -> Transforms.relu(out, false);
            case SIGMOID -> Transforms.sigmoid(out, false);
        }
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
        timesDerivative(activation, own(y), array(dy));
        gemm(own(x), true, own(dy), false, own(dWeight));
        array(dy).sum(own(dBias).vector(), 0);
        if (dx != null) {
            gemm(own(dy), false, own(weight), true, own(dx));
        }
    }

    private static void timesDerivative(Activation activation, Nd4jTensor y, INDArray dy) {
        if (activation == Activation.IDENTITY) {
            return;
        }
        INDArray derivative = y.scratch().assign(y.array());
        switch (activation) {
            case TANH -> derivative.muli(y.array()).rsubi(1);
            case SIGMOID -> derivative.rsubi(1).muli(y.array());
            default -> Transforms.sign(derivative, false);
        }
        dy.muli(derivative);
    }

    @Override
    public void synthesize(Tensor code, Tensor dictionary, Tensor latent) {
        gemm(own(code), false, own(dictionary), true, own(latent));
    }

    @Override
    public void synthesizeBackward(Tensor dLatent, Tensor dictionary, Tensor dCode) {
        gemm(own(dLatent), false, own(dictionary), false, own(dCode));
    }

    @Override
    public void dictionaryBackward(Tensor dLatent, Tensor code, Tensor dDictionary) {
        gemm(own(dLatent), true, own(code), false, own(dDictionary));
    }

    @Override
    public void sampleCode(CodeRule rule, CodeTensors tensors, double gradientScale, boolean training) {
        tensors.host().sample(rule, gradientScale, training);
    }

    @Override
    public void sampleCodeBackward(CodeTensors tensors) {
        tensors.host().backward();
    }

    @Override
    public void likelihood(Likelihood likelihood, LikelihoodTensors tensors, double gradientScale) {
        boolean oneDraw = tensors.x().rows() == tensors.output().rows();
        if (oneDraw && likelihood instanceof Likelihood.Gaussian gaussian) {
            gaussian(gaussian.variance(), tensors, gradientScale);
        } else if (oneDraw
                && likelihood instanceof Likelihood.ComplexGaussian complex
                && array(tensors.output()).amaxNumber().doubleValue() <= complex.clamp()) {
            complexGaussian(complex.floor(), tensors, gradientScale);
        } else {
            tensors.host().evaluate(likelihood, gradientScale);
        }
    }

    private static void gaussian(double variance, LikelihoodTensors tensors, double gradientScale) {
        INDArray gradient = array(tensors.dOutput());
        gradient.assign(array(tensors.output())).subi(array(tensors.x()));
        INDArray squares = own(tensors.output()).scratch().assign(gradient);
        squares.muli(gradient).muli(0.5 / variance);
        squares.sum(own(tensors.loss()).vector(), 1);
        gradient.muli(gradientScale / variance);
    }

    private static void complexGaussian(double floor, LikelihoodTensors tensors, double gradientScale) {
        INDArray eta = array(tensors.output());
        INDArray data = array(tensors.x());
        if (floor > 0) {
            data = Transforms.max(own(tensors.x()).scratch().assign(data), floor, false);
        }
        INDArray ratio = array(tensors.dOutput()).assign(eta).negi();
        Transforms.exp(ratio, false).muli(data);
        INDArray terms = own(tensors.output()).scratch().assign(ratio);
        terms.addi(eta).sum(own(tensors.loss()).vector(), 1);
        ratio.rsubi(1).muli(gradientScale);
    }

    @Override
    public void likelihoodMean(Likelihood likelihood, LikelihoodTensors tensors) {
        tensors.host().mean(likelihood);
    }

    @Override
    public void adam(AdamStep step, Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment) {
        INDArray g = array(gradient);
        if (step.gradientScale() != 1) {
            g.muli(step.gradientScale());
        }
        INDArray scratch = own(gradient).scratch();
        INDArray m = array(firstMoment).muli(step.beta1());
        m.addi(scratch.assign(g).muli(1 - step.beta1()));
        INDArray v = array(secondMoment).muli(step.beta2());
        v.addi(scratch.assign(g).muli(g).muli(1 - step.beta2()));
        Transforms.sqrt(scratch.assign(v), false)
                .divi(Math.sqrt(step.secondCorrection()))
                .addi(step.epsilon());
        scratch.rdivi(m).muli(step.rate() / step.firstCorrection());
        array(parameters).subi(scratch);
    }

    @Override
    public double sum(Tensor tensor) {
        double[] values = own(tensor).hostCopy();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    @Override
    public double sumOfSquares(Tensor tensor) {
        double[] values = own(tensor).hostCopy();
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }
}
