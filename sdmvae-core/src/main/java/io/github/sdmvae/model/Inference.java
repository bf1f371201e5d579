/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.CodeRule;
import io.github.sdmvae.engine.CodeShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Tensor;
import io.github.sdmvae.internal.CodeNoise;
import io.github.sdmvae.internal.CounterNoise;
import io.github.sdmvae.internal.CounterNoise.Purpose;
import io.github.sdmvae.internal.Evaluator;
import io.github.sdmvae.internal.HeadRows;
import io.github.sdmvae.internal.ParameterLayout;
import io.github.sdmvae.internal.ParameterSet;
import io.github.sdmvae.internal.VaeProgram;
import io.github.sdmvae.objective.CodeBatch;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.GammaFunction;
import io.github.sdmvae.objective.GammaUpdate;
import io.github.sdmvae.objective.Likelihood;
import io.github.sdmvae.objective.Prior;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a trained model. Each call borrows a program (arrays for a batch) from a pool and gives it back, so that threads
 * share weights but no arrays, and memory is allocated once per thread and batch size.
 */
final class Inference {
    /** One frame for live use, a few for short input, many for files: padding costs at most a factor of 16. */
    private static final int LARGEST_BATCH = 256;

    private static final int[] BATCH_SIZES = {1, 16, LARGEST_BATCH};
    /** Draws held at once by an importance-weighted estimate. */
    private static final int IMPORTANCE_ROWS = 4096;

    private final Engine engine;
    private final ModelDefinition definition;
    private final ModelState state;
    private final List<Queue<VaeProgram>> pools = new ArrayList<>();
    private @Nullable ParameterSet parameters;
    private @Nullable Tensor sharedGamma;

    Inference(Engine engine, ModelDefinition definition, ModelState state) {
        this.engine = engine;
        this.definition = definition;
        this.state = state;
        for (int ignored : BATCH_SIZES) {
            pools.add(new ConcurrentLinkedQueue<>());
        }
    }

    /** Deterministic codes. */
    float[][] encode(float[][] frames) {
        float[][] codes = new float[frames.length][definition.codeSize()];
        encode(frames, (heads, row, i) -> heads.readCode(row, codes[i], 0));
        return codes;
    }

    Posterior posterior(float[][] frames) {
        int k = definition.codeSize();
        boolean slab = CodeShape.of(definition.prior(), k).heads() == 3;
        float[][] mean = new float[frames.length][k];
        float[][] logVariance = new float[frames.length][k];
        float[][] probability = slab ? new float[frames.length][k] : null;
        encode(frames, (heads, row, i) -> {
            heads.readMean(row, mean[i]);
            heads.readLogVariance(row, logVariance[i]);
            if (probability != null) {
                heads.readSlabProbability(row, probability[i]);
            }
        });
        return new Posterior(mean, logVariance, probability);
    }

    /** Draws from the posterior; the noise of a row depends on its index alone. */
    float[][] sample(float[][] frames, long seed) {
        CodeRule rule = CodeRule.of(definition.prior(), state.gamma(), ElboStrategy.asPublished());
        long key = CounterNoise.key(seed, Purpose.GENERATION, 1);
        float[][] codes = new float[frames.length][definition.codeSize()];
        inBatches(frames.length, (program, first, rows) -> {
            load(program.likelihood().x(), frames, first, rows);
            program.encode();
            Tensor noise = program.code().noise();
            float[] values = new float[noise.length()];
            CodeNoise.fill(definition.prior(), key, first, values, 0, rows, definition.codeSize());
            noise.write(values, 0);
            program.sample(rule, 0, false);
            unload(program.code().code(), codes, first, rows);
        });
        return codes;
    }

    /** What to do with one row of the encoder's output. */
    private interface RowTask {
        void take(HeadRows heads, int row, int index);
    }

    private void encode(float[][] frames, RowTask task) {
        inBatches(frames.length, (program, first, rows) -> {
            load(program.likelihood().x(), frames, first, rows);
            program.encode();
            HeadRows heads = program.heads();
            for (int i = 0; i < rows; i++) {
                task.take(heads, i, first + i);
            }
        });
    }

    float[][] decode(float[][] codes) {
        float[][] means = new float[codes.length][definition.inputSize()];
        inBatches(codes.length, (program, first, rows) -> {
            load(program.code().code(), codes, first, rows);
            program.decode();
            program.reconstruct();
            unload(program.likelihood().mean(), means, first, rows);
        });
        return means;
    }

    float[][] latent(float[][] codes) {
        double[] d = dictionary().toArray();
        int k = definition.codeSize();
        float[][] latents = new float[codes.length][definition.latentSize()];
        for (int i = 0; i < codes.length; i++) {
            for (int l = 0; l < latents[i].length; l++) {
                double sum = 0;
                for (int j = 0; j < k; j++) {
                    sum += d[l * k + j] * codes[i][j];
                }
                latents[i][l] = (float) sum;
            }
        }
        return latents;
    }

    /** The definition's dictionary, or the learned one. */
    Dictionary dictionary() {
        Dictionary start = definition.dictionary();
        if (!start.isLearned()) {
            return start;
        }
        ParameterLayout.Entry e = new ParameterLayout(definition).entry(ParameterLayout.DICTIONARY);
        float[] parameters = state.parameters();
        double[] values = new double[e.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters[e.offset() + i];
        }
        return Dictionary.restored(Dictionary.Kind.GIVEN, e.rows(), e.columns(), values);
    }

    Evaluation evaluate(FrameSource data) {
        CodeRule rule = CodeRule.of(definition.prior(), state.gamma(), ElboStrategy.asPublished());
        return evaluator(data, LARGEST_BATCH, 1).evaluate(data, rule, 1, definition.seed());
    }

    private Evaluator evaluator(FrameSource data, int largestBatch, int samples) {
        int batch = Math.min(data.size(), largestBatch);
        return new Evaluator(engine, definition, parameters(), sharedGamma(), batch, samples);
    }

    LogLikelihood logLikelihood(FrameSource data, int samples, long seed) {
        Prior prior = definition.prior();
        CodeRule rule = CodeRule.of(prior, state.gamma(), ElboStrategy.importanceWeighted(samples));
        int batch = Math.max(1, IMPORTANCE_ROWS / samples);
        FrameSource points = definition.likelihood() instanceof Likelihood.Bernoulli ? new Binarised(data) : data;
        Evaluator evaluator = evaluator(points, batch, samples);
        if (!(prior instanceof Prior.LearnedVariance)) {
            return LogLikelihood.of(evaluator.logLikelihoods(points, rule, seed), samples, true);
        }
        boolean fitted = !(state.gamma() instanceof GammaUpdate.Fixed || state.gamma() instanceof GammaUpdate.Shared);
        LogLikelihood found = LogLikelihood.of(evaluator.logLikelihoods(points, rule, seed), samples, !fitted);
        float[] meanGamma = state.meanGamma();
        if (meanGamma == null || !fitted) {
            return found;
        }
        CodeRule fixed = CodeRule.of(
                prior, GammaUpdate.custom(new MeanGamma(meanGamma)), ElboStrategy.importanceWeighted(samples));
        return found.withMeanGamma(LogLikelihood.of(evaluator.logLikelihoods(points, fixed, seed), samples, true));
    }

    /** γ̄ for every data point. */
    @SuppressWarnings("ArrayRecordComponent") // read only
    private record MeanGamma(float[] values) implements GammaFunction {
        @Override
        public String name() {
            return "mean";
        }

        @Override
        public void update(CodeBatch batch, double[] gamma) {
            for (int e = 0; e < gamma.length; e++) {
                gamma[e] = values[e % values.length];
            }
        }
    }

    /** What to do with one batch. */
    private interface BatchTask {
        void run(VaeProgram program, int first, int rows);
    }

    private void inBatches(int count, BatchTask task) {
        int first = 0;
        while (first < count) {
            int start = first;
            int pool = poolFor(count - first);
            int rows = Math.min(BATCH_SIZES[pool], count - first);
            borrow(pool, program -> task.run(program, start, rows));
            first += rows;
        }
    }

    private static int poolFor(int rows) {
        int pool = 0;
        while (pool < BATCH_SIZES.length - 1 && BATCH_SIZES[pool] < rows) {
            pool++;
        }
        return pool;
    }

    private void borrow(int pool, Consumer<VaeProgram> task) {
        VaeProgram program = pools.get(pool).poll();
        if (program == null) {
            program = new VaeProgram(engine, definition, parameters(), sharedGamma(), BATCH_SIZES[pool], 1);
        }
        task.accept(program);
        pools.get(pool).add(program);
    }

    private synchronized ParameterSet parameters() {
        if (parameters == null) {
            parameters = new ParameterSet(engine, new ParameterLayout(definition));
            parameters.flat().write(state.parameters(), 0);
        }
        return parameters;
    }

    private synchronized Tensor sharedGamma() {
        if (sharedGamma == null) {
            sharedGamma = engine.allocate(1, definition.codeSize() + 1);
            sharedGamma.write(state.sharedGamma(), 0);
        }
        return sharedGamma;
    }

    private static void load(Tensor target, float[][] source, int first, int rows) {
        int width = target.columns();
        float[] values = new float[target.length()];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(source[first + i], 0, values, i * width, width);
        }
        target.write(values, 0);
    }

    private static void unload(Tensor source, float[][] target, int first, int rows) {
        int width = source.columns();
        float[] values = new float[source.length()];
        source.read(values, 0);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, i * width, target[first + i], 0, width);
        }
    }
}
