/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.nd4j;

import io.github.sdmvae.engine.EngineUnavailableException;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.cpu.NativeLibraries;
import io.github.sdmvae.engine.kernels.AdamStep;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.LikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.Activation;
import java.util.List;
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
 * What is small (codes: B × k values) or rare uses its own rule on the host, in double precision.
 */
public final class Nd4jEngine extends KernelEngine {
    static final String NAME = "nd4j";
    private static final int ROW_MAJOR = openblas.CblasRowMajor;

    private final Precision precision;
    private final DataType type;
    private final boolean onCard;

    private Nd4jEngine(Precision precision, boolean onCard) {
        this.precision = precision;
        this.onCard = onCard;
        this.type = precision == Precision.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
    }

    /**
     * The reference engine.
     *
     * @param precision single for training, double for checking
     * @return a new engine
     * @throws EngineUnavailableException if its native libraries cannot be loaded, saying why
     */
    public static Nd4jEngine of(Precision precision) {
        if (Nd4jBackend.isCuda()) {
            Nd4jBackend.requireCard();
            return onCard(precision);
        }
        try {
            Nd4jThreads.limitCaller();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw NativeLibraries.failure(e);
        }
        return new Nd4jEngine(precision, false);
    }

    /** With ND4J's own operations alone: arrays may lie on a card, where neither OpenBLAS nor a pointer reaches them. */
    static Nd4jEngine onCard(Precision precision) {
        return new Nd4jEngine(precision, true);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public MixtureProgram mixture(List<MixtureSource> sources, MixtureShape shape) {
        return MixtureSource.anyOverTime(sources)
                ? super.mixture(sources, shape)
                : new Nd4jMixture(this, sources, shape);
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        return new Nd4jTensor(Nd4j.create(type, new long[] {rows, columns}, 'c'), onCard);
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
        if (c.isOnCard()) {
            gemmOnCard(a, transposeA, b, transposeB, c);
            return;
        }
        Nd4jThreads.limitCaller();
        int left = flag(transposeA);
        int right = flag(transposeB);
        int rows = c.rows();
        int inner = transposeA ? a.rows() : a.columns();
        int out = c.columns();
        int strideA = a.columns();
        int strideB = b.columns();
        if (c.address() instanceof FloatPointer to) {
            FloatPointer fromA = (FloatPointer) a.address();
            FloatPointer fromB = (FloatPointer) b.address();
            openblas.cblas_sgemm(
                    ROW_MAJOR, left, right, rows, out, inner, 1, fromA, strideA, fromB, strideB, 0, to, out);
        } else {
            DoublePointer fromA = (DoublePointer) a.address();
            DoublePointer fromB = (DoublePointer) b.address();
            DoublePointer to = (DoublePointer) c.address();
            openblas.cblas_dgemm(
                    ROW_MAJOR, left, right, rows, out, inner, 1, fromA, strideA, fromB, strideB, 0, to, out);
        }
    }

    private static void gemmOnCard(Nd4jTensor a, boolean transposeA, Nd4jTensor b, boolean transposeB, Nd4jTensor c) {
        INDArray left = transposeA ? a.array().transpose() : a.array();
        INDArray right = transposeB ? b.array().transpose() : b.array();
        c.array().assign(left.mmul(right));
    }

    private static int flag(boolean transpose) {
        return transpose ? openblas.CblasTrans : openblas.CblasNoTrans;
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
            @Nullable Tensor dWeight,
            @Nullable Tensor dBias,
            @Nullable Tensor dx) {
        timesDerivative(activation, own(y), array(dy));
        if (dWeight != null) {
            gemm(own(x), true, own(dy), false, own(dWeight));
        }
        if (dBias != null) {
            array(dy).sum(own(dBias).vector(), 0);
        }
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
    public void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
        gemm(own(a), transposeA, own(b), transposeB, own(c));
    }

    @Override
    public LikelihoodStep likelihood(Likelihood likelihood, LikelihoodTensors tensors) {
        return Nd4jLikelihoods.of(likelihood, tensors);
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
