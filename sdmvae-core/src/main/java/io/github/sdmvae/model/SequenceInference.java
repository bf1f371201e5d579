/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.prior.Transition;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Objects;

/** What a model of time computes for its {@link Vae}: rows are the frames of one sequence, in order. */
final class SequenceInference extends Inference {
    private final Dynamics dynamics;
    private final Transition transition;
    private final boolean frameByFrame;
    private final SequencePrograms programs;

    /**
     * Makes one.
     *
     * @param frameByFrame whether every frame is computed alone, the state carried on, as in live use
     */
    SequenceInference(
            Engine engine, ModelDefinition definition, ModelState state, Dynamics dynamics, boolean frameByFrame) {
        super(engine, definition, state, BatchSizes.STANDARD);
        this.dynamics = dynamics;
        this.transition =
                Objects.requireNonNull(definition.graph().transition()).transition();
        this.frameByFrame = frameByFrame;
        this.programs = new SequencePrograms(shape -> engine.infer(graph(), objective(), parameters(), shape));
    }

    @Override
    Inference tiled(int rows) {
        requireStreaming();
        if (rows != 1) {
            throw new IllegalArgumentException("a model of time computes in tiles of 1 frame, got " + rows);
        }
        return new SequenceInference(engine(), definition(), state(), dynamics, true);
    }

    @Override
    FrameStream stream() {
        requireStreaming();
        return new FrameStream(definition(), programs.own(BatchShape.live(1)));
    }

    private void requireStreaming() {
        dynamics.obstacleToStreaming().ifPresent(obstacle -> {
            throw new IllegalStateException("this model cannot work frame by frame: " + obstacle);
        });
    }

    /** How a sequence goes through a program. */
    private interface Pass {
        void run(Program program, float[][] rows);
    }

    /** Reads results of width columns for every frame. */
    private float[][] pass(float[][] rows, Result result, int columns, Pass pass) {
        float[][] results = new float[rows.length][columns];
        if (rows.length == 0) {
            return results;
        }
        BatchShape shape = frameByFrame ? BatchShape.live(1) : BatchShape.of(1, SequencePrograms.room(rows.length));
        programs.borrow(shape, program -> {
            if (frameByFrame) {
                passEach(program, rows, result, pass, results);
            } else {
                passAll(program, rows, result, pass, results);
            }
        });
        return results;
    }

    private static void passEach(Program program, float[][] rows, Result result, Pass pass, float[][] results) {
        program.restart();
        for (int t = 0; t < rows.length; t++) {
            pass.run(program, new float[][] {rows[t]});
            program.read(result, results[t]);
        }
    }

    private static void passAll(Program program, float[][] rows, Result result, Pass pass, float[][] results) {
        program.stageLengths(rows.length);
        pass.run(program, rows);
        float[] all = new float[program.length(result)];
        program.read(result, all);
        for (int t = 0; t < rows.length; t++) {
            System.arraycopy(all, t * results[t].length, results[t], 0, results[t].length);
        }
    }

    private static float[] flat(float[][] rows, Program program) {
        int width = rows[0].length;
        float[] all = new float[program.rows() * width];
        for (int t = 0; t < rows.length; t++) {
            System.arraycopy(rows[t], 0, all, t * width, width);
        }
        return all;
    }

    @Override
    float[][] encode(float[][] frames) {
        return pass(frames, Result.CODE, definition().codeSize(), SequenceInference::encode);
    }

    private static void encode(Program program, float[][] rows) {
        program.stage(flat(rows, program), 0);
        program.encode();
    }

    @Override
    Posterior posterior(float[][] frames) {
        int k = definition().codeSize();
        float[][] heads = pass(frames, Result.HEADS, 2 * k, SequenceInference::encode);
        float[][] mean = new float[heads.length][k];
        float[][] logVariance = new float[heads.length][k];
        for (int t = 0; t < heads.length; t++) {
            System.arraycopy(heads[t], 0, mean[t], 0, k);
            System.arraycopy(heads[t], k, logVariance[t], 0, k);
        }
        return new Posterior(mean, logVariance, null);
    }

    @Override
    float[][] sample(float[][] frames, long seed) {
        long key = CounterNoise.key(seed, Purpose.GENERATION, 1);
        StepValues values = StepValues.evaluation(definition().prior(), 1);
        if (frameByFrame) {
            throw new UnsupportedOperationException("not yet supported: draws from the posterior frame by frame");
        }
        return pass(frames, Result.CODE, definition().codeSize(), (program, rows) -> {
            encode(program, rows);
            program.stage(Noise.ofPoints(key, 0));
            program.draw(values);
        });
    }

    @Override
    float[][] decode(float[][] codes) {
        return pass(codes, Result.MEAN, definition().inputSize(), (program, rows) -> {
            program.stageCodes(flat(rows, program));
            program.decode();
        });
    }

    @Override
    LogLikelihood logLikelihood(FrameSource data, int samples, long seed) {
        throw new UnsupportedOperationException("not yet supported: importance sampling with models of time");
    }

    @Override
    void draw(float[][] codes, long seed) {
        if (transition == Transition.NONE) {
            super.draw(codes, seed);
            return;
        }
        float[] meanGamma = transition.predictsVariance() ? null : requireMeanGamma();
        long key = CounterNoise.key(seed, Purpose.GENERATION);
        programs.borrow(BatchShape.live(1), program -> {
            program.restart();
            double[] before = new double[definition().codeSize()];
            for (int t = 0; t < codes.length; t++) {
                double[][] predicted = program.predict(before);
                CounterNoise.normal(key, (long) t * before.length, codes[t], 0, before.length);
                for (int j = 0; j < before.length; j++) {
                    double variance = meanGamma == null ? predicted[1][j] : meanGamma[j];
                    codes[t][j] = (float) (predicted[0][j] + Math.sqrt(variance) * codes[t][j]);
                    before[j] = codes[t][j];
                }
            }
        });
    }

    private float[] requireMeanGamma() {
        float[] meanGamma = meanGamma();
        if (meanGamma == null) {
            throw new IllegalStateException(
                    "this model has learned variances but was not trained: the variances to draw"
                            + " codes with come from the training data; train it first");
        }
        return meanGamma;
    }
}
