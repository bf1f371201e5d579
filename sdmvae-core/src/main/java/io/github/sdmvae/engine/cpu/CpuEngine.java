/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.EngineUnavailableException;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.ThreadSettings;
import io.github.sdmvae.engine.kernels.AdamStep;
import io.github.sdmvae.engine.kernels.CellFrame;
import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.GroupedColumns;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.LikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.engine.kernels.Stage;
import io.github.sdmvae.engine.kernels.StateProduct;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.prior.CodeRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fast engine on the processor, in single precision: products by OpenBLAS, everything element-wise fused into few
 * passes that the JIT vectorises, all of it in parts for the threads of a {@link CpuTeam}. Results do not depend on the
 * number of threads. Parts without kernels here use their own rule on the host, in double precision.
 */
public final class CpuEngine extends KernelEngine {
    static final String NAME = "cpu";
    private static final String THREADS = "sdmvae.threads";

    private final CpuTeam team;
    private final CpuLayers layers;
    private final CpuGroups groups;
    private final boolean ownsTeam;

    CpuEngine(CpuTeam team, boolean ownsTeam) {
        this.team = team;
        this.layers = new CpuLayers(team);
        this.groups = new CpuGroups(team);
        this.ownsTeam = ownsTeam;
    }

    /** Made when first needed. */
    private static final class Team {
        static final CpuTeam SHARED =
                new CpuTeam(ThreadSettings.read(THREADS, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * The engine with the threads that all such engines share: as many as the system property {@code sdmvae.threads} says,
     * by default one per core.
     *
     * @return a new engine
     * @throws IllegalArgumentException if a property is no number of threads
     * @throws EngineUnavailableException if OpenBLAS cannot be loaded, saying why
     */
    public static CpuEngine shared() {
        ThreadSettings.read(THREADS, 1);
        OpenBlas.load();
        return new CpuEngine(Team.SHARED, false);
    }

    /**
     * An engine with threads of its own, which end with {@link #close}. Results are those of any other number.
     *
     * @param threads the caller among them, 1 to 1024
     * @return a new engine
     * @throws EngineUnavailableException if OpenBLAS cannot be loaded, saying why
     */
    public static CpuEngine withThreads(int threads) {
        ThreadSettings.check("threads", threads);
        OpenBlas.load();
        return new CpuEngine(new CpuTeam(threads), true);
    }

    @Override
    public void close() {
        if (ownsTeam) {
            team.close();
        }
    }

    @Override
    protected Map<Class<? extends Node>, Stage.Factory> stages() {
        return CpuStages.with(team, super.stages());
    }

    /** Tiles are spread over threads by whoever asks for them: a program's kernels must not ask the team for more. */
    @Override
    public MixtureProgram mixture(List<MixtureSource> sources, MixtureShape shape) {
        CpuEngine alone = new CpuEngine(new CpuTeam(1), false);
        return MixtureSource.anyOverTime(sources)
                ? alone.plainMixture(sources, shape)
                : new CpuMixture(alone, sources, shape);
    }

    private MixtureProgram plainMixture(List<MixtureSource> sources, MixtureShape shape) {
        return super.mixture(sources, shape);
    }

    @Override
    public String name() {
        return NAME;
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
            @Nullable Tensor dWeight,
            @Nullable Tensor dBias,
            @Nullable Tensor dx) {
        layers.backward(
                own(x),
                own(weight),
                own(y),
                activation,
                own(dy),
                dWeight == null ? null : own(dWeight),
                dBias == null ? null : own(dBias),
                dx == null ? null : own(dx));
    }

    @Override
    public void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
        layers.multiply(own(a), transposeA, own(b), transposeB, own(c));
    }

    @Override
    public CodeStep code(CodeRule rule, CodeTensors tensors) {
        return CpuCodes.of(team, rule, tensors);
    }

    @Override
    public LikelihoodStep likelihood(Likelihood likelihood, LikelihoodTensors tensors) {
        return CpuLikelihoods.of(team, likelihood, tensors);
    }

    @Override
    public void stack(Tensor mask, Tensor weight, Tensor stacked) {
        groups.stack(own(mask), own(weight), own(stacked));
    }

    @Override
    public void stackBackward(Tensor mask, Tensor weight, Tensor dStacked, Tensor dMask, Tensor dWeight) {
        groups.stackBackward(own(mask), own(weight), own(dStacked), own(dMask), own(dWeight));
    }

    @Override
    public void grouped(Tensor x, Tensor weight, Tensor bias, GroupedColumns columns, Tensor output) {
        groups.grouped(own(x), own(weight), own(bias), columns, own(output));
    }

    @Override
    public void groupedBackward(
            Tensor x, Tensor weight, GroupedColumns columns, Tensor dOutput, @Nullable Tensor dWeight, Tensor dx) {
        groups.groupedBackward(
                own(x), own(weight), columns, own(dOutput), dWeight == null ? null : own(dWeight), own(dx));
    }

    @Override
    public void adam(AdamStep step, Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment) {
        CpuAdam adam = new CpuAdam(step, own(parameters), own(gradient), own(firstMoment), own(secondMoment));
        CpuRows values = new CpuRows(parameters.length(), 1);
        team.run(values.parts(), p -> values.each(p, adam::update));
    }

    @Override
    public void cell(RecurrentCell cell, CellFrame frame, boolean[] valid) {
        CpuCells.forward(cell, frame, valid);
    }

    @Override
    public void cellBackward(RecurrentCell cell, CellFrame frame, boolean[] valid) {
        CpuCells.backward(cell, frame, valid);
    }

    @Override
    public StateProduct stateProduct(Tensor weight, boolean transposed, int rows) {
        return rows > 1 && rows <= CpuStateProduct.MOST_ROWS
                ? new CpuStateProduct(own(weight), transposed, rows, CpuStateKernel.best())
                : super.stateProduct(weight, transposed, rows);
    }

    @Override
    public void together(Runnable first, Runnable second) {
        team.run(2, p -> (p == 0 ? first : second).run());
    }

    @Override
    public void add(Tensor x, Tensor sum) {
        CpuRows values = new CpuRows(sum.length(), 1);
        team.run(values.parts(), p -> values.each(p, (first, count) -> add(own(x), own(sum), first, count)));
    }

    private static void add(CpuTensor x, CpuTensor sum, int first, int count) {
        CpuScratch scratch = CpuScratch.own();
        float[] values = scratch.array(0, count);
        float[] sums = scratch.array(1, count);
        x.get(first, values, 0, count);
        sum.get(first, sums, 0, count);
        for (int i = 0; i < count; i++) {
            sums[i] += values[i];
        }
        sum.put(first, sums, 0, count);
    }

    @Override
    public void copy(Tensor from, Tensor to) {
        CpuRows values = new CpuRows(to.length(), 1);
        team.run(
                values.parts(),
                p -> values.each(p, (first, count) -> {
                    float[] stretch = CpuScratch.own().array(0, count);
                    own(from).get(first, stretch, 0, count);
                    own(to).put(first, stretch, 0, count);
                }));
    }

    @Override
    public void scaleRows(Tensor x, double[] factors) {
        CpuRows rows = new CpuRows(x.rows(), x.columns());
        team.run(rows.parts(), p -> rows.each(p, (row, n) -> scaleRows(own(x), factors, row, n)));
    }

    private static void scaleRows(CpuTensor x, double[] factors, int firstRow, int n) {
        int width = x.columns();
        float[] values = CpuScratch.own().array(0, n * width);
        x.get(firstRow * width, values, 0, n * width);
        for (int i = 0; i < n; i++) {
            scale(values, i * width, (i + 1) * width, (float) factors[firstRow + i]);
        }
        x.put(firstRow * width, values, 0, n * width);
    }

    private static void scale(float[] values, int from, int to, float factor) {
        for (int at = from; at < to; at++) {
            values[at] *= factor;
        }
    }

    @Override
    public void join(Tensor left, Tensor right, Tensor joined) {
        int p = left.columns();
        int q = right.columns();
        float[] row = CpuScratch.own().array(0, p + q);
        for (int i = 0; i < joined.rows(); i++) {
            own(left).get(i * p, row, 0, p);
            own(right).get(i * q, row, p, q);
            own(joined).put(i * (p + q), row, 0, p + q);
        }
    }

    @Override
    public void split(Tensor joined, Tensor left, Tensor right) {
        int p = left.columns();
        int q = right.columns();
        float[] row = CpuScratch.own().array(0, p + q);
        for (int i = 0; i < joined.rows(); i++) {
            own(joined).get(i * (p + q), row, 0, p + q);
            own(left).put(i * p, row, 0, p);
            own(right).put(i * q, row, p, q);
        }
    }

    @Override
    public void clear(Tensor tensor, int[] rows) {
        for (int row : rows) {
            own(tensor).zero(row * tensor.columns(), tensor.columns());
        }
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
