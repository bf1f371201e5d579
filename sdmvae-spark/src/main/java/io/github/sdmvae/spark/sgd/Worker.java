/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import io.github.sdmvae.spark.ModelBytes;
import io.github.sdmvae.spark.Processors;
import io.github.sdmvae.spark.TaskEngine;
import io.github.sdmvae.spark.sgd.LocalSgdOptions.Moments;
import io.github.sdmvae.train.TrainingOptions;
import java.io.IOException;

/**
 * Does a round's steps for any logical worker: a pure function of the state, the round and the worker's number, so that it
 * does not matter where and how often it is done. Compiled once and used for many rounds. Not thread-safe.
 *
 * <p>The order of an epoch is that of a {@link io.github.sdmvae.train.Trainer}; worker w takes the batches w, w + W, w + 2W …
 * of it, each with the noise that the batch has there. So one worker alone is a trainer, to the last bit.
 */
final class Worker implements AutoCloseable {
    private final WorkerSpec spec;
    private final TrainingOptions options;
    private final Engine engine;
    private final Prior prior;
    private final FrameSource data;
    private final Parameters parameters;
    private final TrainingProgram program;
    private final int[] order;
    private int orderOf;

    private Worker(WorkerSpec spec, Engine engine, Exchange exchange) throws IOException {
        this.spec = spec;
        this.options = spec.options();
        this.engine = engine;
        ModelDefinition definition = ModelBytes.load(spec.model(), engine).definition();
        this.prior = definition.prior();
        this.data = spec.training().open();
        this.parameters = engine.allocate(definition.graph(), true);
        Objective objective = Objective.of(prior, options.gammaFor(prior), options.elbo());
        int rows = Math.min(options.batchSize(), data.size());
        this.program = engine.train(definition.graph(), objective, parameters, rows, exchange);
        this.order = new int[data.size()];
    }

    /**
     * Compiles a worker.
     *
     * @param exchange {@link Exchange#none()}: within a round every worker is alone, and what the exchange points would have
     *     summed is averaged at its end, see {@link RoundState}; another only to compare with
     */
    static Worker of(WorkerSpec spec, Exchange exchange) throws IOException {
        Engine engine = TaskEngine.open();
        try {
            return new Worker(spec, engine, exchange);
        } catch (IOException | RuntimeException e) {
            TaskEngine.close(engine);
            throw e;
        }
    }

    WorkerReport round(RoundState start, Round round, int worker) {
        long began = System.nanoTime();
        if (orderOf != round.epoch()) {
            CounterNoise.permute(CounterNoise.key(options.seed(), Purpose.SHUFFLE, round.epoch()), order);
            orderOf = round.epoch();
        }
        start.writeTo(parameters);
        for (int s = 0; s < round.steps(); s++) {
            step(round, worker, s);
        }
        Sums sums = new Sums(steps());
        program.reports(true, sums);
        RoundState end = RoundState.of(parameters, spec.sharing().moments() == Moments.AVERAGED);
        double seconds = (System.nanoTime() - began) / 1e9;
        return new WorkerReport(end, sums.mean, sums.trouble, seconds, Processors.own());
    }

    /** All workers' steps in this epoch: what a mean is taken over. */
    private long steps() {
        long batches = data.size() / program.rows();
        return batches / spec.sharing().workers() * spec.sharing().workers();
    }

    private void step(Round round, int worker, int s) {
        int batch = (round.first() + s) * spec.sharing().workers() + worker;
        long done = round.stepsDone() + s;
        program.stage(data, order, batch * program.rows());
        program.stage(Noise.ofStep(CounterNoise.key(options.seed(), Purpose.TRAINING, round.epoch(), batch)));
        program.step(new StepValues(
                spec.sharing().moments() == Moments.RESET ? s : done,
                options.elbo().beta().at(done),
                prior.relaxation(done),
                options.learningRate().at(done),
                options.gradientClipping()));
    }

    /** Takes the reports of a round. */
    private static final class Sums implements TrainingProgram.Receiver {
        private final long of;
        private LossTerms mean = WorkerTerms.none();
        private String trouble = "";

        Sums(long of) {
            this.of = of;
        }

        @Override
        public void report(long step, LossTerms terms, double gradientNorm) {
            if (!trouble.isEmpty()) {
                return;
            }
            for (LossTerms.Term term : terms.terms()) {
                note(term.name(), term.value());
            }
            note("gradient", gradientNorm);
            mean = WorkerTerms.plus(mean, terms, of);
        }

        private void note(String term, double value) {
            if (trouble.isEmpty() && !Double.isFinite(value)) {
                trouble = term;
            }
        }
    }

    @Override
    public void close() {
        program.close();
        parameters.close();
        TaskEngine.close(engine);
    }
}
