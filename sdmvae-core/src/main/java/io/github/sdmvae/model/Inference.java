/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.graph.DictionaryNode;
import io.github.sdmvae.graph.DrawNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.CodeShape;
import io.github.sdmvae.prior.EntryGamma;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.TrainedModel;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs a trained model, in batches of programs that threads borrow. */
class Inference implements TrainedModel {
    /** Draws held at once by an importance-weighted estimate. */
    private static final int IMPORTANCE_ROWS = 4096;

    private final Engine engine;
    private final ModelDefinition definition;
    private final ModelGraph graph;
    private final CodeShape shape;
    private final ModelState state;
    private final ProgramPool pool;
    private @Nullable Parameters parameters;

    Inference(Engine engine, ModelDefinition definition, ModelState state, BatchSizes sizes) {
        this.engine = engine;
        this.definition = definition;
        this.graph = definition.graph();
        this.shape = graph.draw().shape();
        this.state = state;
        this.pool = new ProgramPool(sizes, rows -> engine.infer(graph, objective(), parameters(), rows));
    }

    /** What computes for a model of that definition, whose rows stand alone or are the frames of a sequence. */
    static Inference of(Engine engine, ModelDefinition definition, ModelState state) {
        Objects.requireNonNull(engine, "engine");
        Dynamics dynamics = definition.dynamics();
        return dynamics == null
                ? new Inference(engine, definition, state, BatchSizes.STANDARD)
                : new SequenceInference(engine, definition, state, dynamics, false);
    }

    Engine engine() {
        return engine;
    }

    ModelGraph graph() {
        return graph;
    }

    ModelDefinition definition() {
        return definition;
    }

    ModelState state() {
        return state;
    }

    /** The same in tiles of so many rows. */
    Inference tiled(int rows) {
        return new Inference(engine, definition, state, BatchSizes.tiles(rows));
    }

    /** Live use. */
    FrameStream stream() {
        throw new IllegalStateException(
                "the rows of this model stand alone: encode and decode take any number of frames at any time");
    }

    /** Codes from the prior. */
    final float[][] sampleCodes(int count, long seed) {
        float[][] codes = new float[count][definition.codeSize()];
        draw(codes, seed);
        select(codes);
        return codes;
    }

    /** Draws of y, which are the codes unless a selector says how much of them. */
    void draw(float[][] codes, long seed) {
        definition.prior().draw(this, codes, seed);
    }

    final Objective objective() {
        return Objective.of(definition.prior(), state.gamma(), ElboStrategy.asPublished())
                .plain();
    }

    final synchronized Parameters parameters() {
        if (parameters == null) {
            parameters = engine.allocate(graph, false);
            parameters.write(Store.VALUES, state.parameters());
            parameters.write(Store.SHARED_GAMMA, state.sharedGamma());
        }
        return parameters;
    }

    /** With a program of its own. */
    FrameCoder frameCoder() {
        if (graph.isOverTime() || definition.selector() != null) {
            throw new UnsupportedOperationException("not yet supported: a coder of single rows for a model "
                    + (graph.isOverTime() ? "of time; use Vae.stream()" : "with a dimension selector"));
        }
        return new FrameCoder(definition, shape, engine.infer(graph, objective(), parameters(), 1));
    }

    MixtureSource mixtureSource() {
        return new MixtureSource(graph, parameters(), objective());
    }

    /** Deterministic codes. */
    float[][] encode(float[][] frames) {
        float[][] codes = new float[frames.length][definition.codeSize()];
        if (definition.selector() == null) {
            encode(frames, (heads, row, i) -> heads.readCode(row, codes[i], 0));
        } else {
            draw(frames, codes, (program, first) -> program.stageNoise(noNoise(program)));
        }
        return codes;
    }

    /** The draw at the posterior's mean. */
    private double[] noNoise(Program program) {
        return new double[program.rows() * shape.noiseColumns()];
    }

    Posterior posterior(float[][] frames) {
        int k = definition.codeSize();
        float[][] mean = new float[frames.length][k];
        float[][] logVariance = new float[frames.length][k];
        float[][] probability = shape.heads() == 3 ? new float[frames.length][k] : null;
        encode(frames, (heads, row, i) -> {
            heads.readMean(row, mean[i]);
            heads.readLogVariance(row, logVariance[i]);
            if (probability != null) {
                heads.readSlabProbability(row, probability[i]);
            }
        });
        return new Posterior(mean, logVariance, probability);
    }

    /** Codes with γ and divergence per entry, from the noise of evaluations. */
    CodeFigures figures(float[][] frames) {
        int k = definition.codeSize();
        Prior prior = definition.prior();
        if (graph.isOverTime()) {
            throw new UnsupportedOperationException("not yet supported: γ and divergence per frame of a model of time");
        }
        float[][] code = encode(frames);
        float[][] gamma = prior.learnsVariance() ? new float[frames.length][k] : null;
        float[][] divergence = prior.isDistribution() ? new float[frames.length][k] : null;
        long key = CounterNoise.key(definition.seed(), Purpose.EVALUATION);
        StepValues values = StepValues.evaluation(prior, 1);
        pool.inBatches(frames.length, (program, first, rows) -> {
            program.stage(padded(frames, first, rows, program.rows()), first);
            program.stage(Noise.ofPoints(key, first));
            program.encode();
            program.draw(values);
            if (gamma != null) {
                unload(program, Result.GAMMA, gamma, first, rows);
            }
            if (divergence != null) {
                unload(program, Result.DIVERGENCE, divergence, first, rows);
            }
        });
        return new CodeFigures(code, gamma, divergence);
    }

    /** Draws from the posterior; the noise of a row depends on its index alone. */
    float[][] sample(float[][] frames, long seed) {
        long key = CounterNoise.key(seed, Purpose.GENERATION, 1);
        float[][] codes = new float[frames.length][definition.codeSize()];
        draw(frames, codes, (program, first) -> program.stage(Noise.ofPoints(key, first)));
        return codes;
    }

    /** Where the noise of a batch comes from. */
    private interface NoiseSource {
        void stage(Program program, int firstRow);
    }

    private void draw(float[][] frames, float[][] codes, NoiseSource noise) {
        StepValues values = StepValues.evaluation(definition.prior(), 1);
        pool.inBatches(frames.length, (program, first, rows) -> {
            program.stage(padded(frames, first, rows, program.rows()), first);
            noise.stage(program, first);
            program.encode();
            program.draw(values);
            unload(program, Result.CODE, codes, first, rows);
        });
    }

    /** Draws y from the prior become codes: all of them, unless a selector says how much. */
    void select(float[][] codes) {
        DimensionSelector selector = definition.selector();
        if (selector != null) {
            HostSelector.of(selector, graph, state.parameters()).apply(codes);
        }
    }

    /** What to do with one row of the encoder's output. */
    private interface RowTask {
        void take(HeadRows heads, int row, int index);
    }

    private void encode(float[][] frames, RowTask task) {
        pool.inBatches(frames.length, (program, first, rows) -> {
            program.stage(padded(frames, first, rows, program.rows()), first);
            program.encode();
            HeadRows heads = new HeadRows(shape, program);
            for (int i = 0; i < rows; i++) {
                task.take(heads, i, first + i);
            }
        });
    }

    float[][] decode(float[][] codes) {
        float[][] means = new float[codes.length][definition.inputSize()];
        pool.inBatches(codes.length, (program, first, rows) -> {
            program.stageCodes(padded(codes, first, rows, program.rows()));
            program.decode();
            unload(program, Result.MEAN, means, first, rows);
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
        ParameterLayout.Entry e = graph.layout().entry(DictionaryNode.DICTIONARY);
        float[] learned = state.parameters();
        double[] values = new double[e.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = learned[e.offset() + i];
        }
        return Dictionary.restored(Dictionary.Kind.GIVEN, e.rows(), e.columns(), values);
    }

    @Override
    public float @Nullable [] meanGamma() {
        return state.meanGamma();
    }

    @Override
    public Components components() {
        ParameterLayout.Entry e = graph.layout().entry(DrawNode.PSEUDO_INPUTS);
        float[] learned = state.parameters();
        float[][] rows = new float[e.rows()][e.columns()];
        for (int u = 0; u < rows.length; u++) {
            System.arraycopy(learned, e.offset() + u * e.columns(), rows[u], 0, e.columns());
        }
        Posterior posterior = posterior(rows);
        return new Components(
                posterior.mean(), posterior.logVariance(), Objects.requireNonNull(posterior.slabProbability()));
    }

    Evaluation evaluate(FrameSource data, ElboStrategy strategy) {
        ElboStrategy elbo = strategy.forValidation();
        Objective objective = Objective.of(definition.prior(), state.gamma(), elbo);
        return Evaluator.forData(engine, definition, objective, parameters(), data)
                .evaluate(data, elbo.beta().validationBeta(), definition.seed());
    }

    LogLikelihood logLikelihood(FrameSource data, int samples, long seed) {
        Prior prior = definition.prior();
        FrameSource points = definition.likelihood().isBinary() ? new Binarised(data) : data;
        if (!prior.learnsVariance()) {
            return logLikelihood(points, state.gamma(), samples, seed, true);
        }
        boolean fitted = state.gamma().isFittedPerPoint();
        LogLikelihood found = logLikelihood(points, state.gamma(), samples, seed, !fitted);
        float[] meanGamma = state.meanGamma();
        if (meanGamma == null || !fitted) {
            return found;
        }
        GammaUpdate fixed = GammaUpdate.custom(new EntryGamma(meanGamma));
        return found.withMeanGamma(logLikelihood(points, fixed, samples, seed, true));
    }

    private LogLikelihood logLikelihood(
            FrameSource points, GammaUpdate gamma, int samples, long seed, boolean comparable) {
        return LogLikelihood.of(rowBounds(points, gamma, samples, seed), samples, comparable);
    }

    double[] rowBounds(FrameSource data, int samples, long seed) {
        return rowBounds(data, state.gamma(), samples, seed);
    }

    private double[] rowBounds(FrameSource points, GammaUpdate gamma, int samples, long seed) {
        Objective objective = Objective.of(definition.prior(), gamma, ElboStrategy.importanceWeighted(samples));
        int batch = Math.min(points.size(), Math.max(1, IMPORTANCE_ROWS / samples));
        return new Evaluator(engine, definition, objective, parameters(), batch).logLikelihoods(points, seed);
    }

    /** Rows one after the other; the last is repeated until the batch is full, so that it holds data and nothing else. */
    private static float[] padded(float[][] source, int first, int rows, int batch) {
        if (batch == 1) {
            return source[first];
        }
        int width = source[first].length;
        float[] values = new float[batch * width];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(source[first + Math.min(i, rows - 1)], 0, values, i * width, width);
        }
        return values;
    }

    private static void unload(Program program, Result result, float[][] target, int first, int rows) {
        int width = target[first].length;
        if (program.length(result) == width) {
            program.read(result, target[first]);
            return;
        }
        float[] values = new float[program.length(result)];
        program.read(result, values);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, i * width, target[first + i], 0, width);
        }
    }
}
