/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.CodeRule;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Tensor;
import io.github.sdmvae.internal.Evaluator;
import io.github.sdmvae.internal.ParameterLayout;
import io.github.sdmvae.internal.ParameterSet;
import io.github.sdmvae.internal.VaeProgram;
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
    private static final int[] BATCH_SIZES = {1, 16, 256};

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

    Posterior posterior(float[][] frames) {
        int k = definition.codeSize();
        float[][] mean = new float[frames.length][k];
        float[][] logVariance = new float[frames.length][k];
        inBatches(frames.length, (program, first, rows) -> {
            load(program.likelihood().x(), frames, first, rows);
            program.encode();
            float[] heads = new float[program.code().heads().length()];
            program.code().heads().read(heads, 0);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(heads, 2 * i * k, mean[first + i], 0, k);
                System.arraycopy(heads, 2 * i * k + k, logVariance[first + i], 0, k);
            }
        });
        return new Posterior(mean, logVariance);
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
        double[] d = definition.dictionary().toArray();
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

    Evaluation evaluate(FrameSource data) {
        int batch = Math.min(data.size(), BATCH_SIZES[BATCH_SIZES.length - 1]);
        Evaluator evaluator = new Evaluator(engine, definition, parameters(), sharedGamma(), batch, 1);
        return evaluator.evaluate(data, new CodeRule(definition.prior(), state.gamma(), false), 1, definition.seed());
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
