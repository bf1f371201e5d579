/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.objective.ElboStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A variational autoencoder with its weights: encodes, decodes, generates, evaluates. Rows are data points throughout:
 * x is rows × n, codes are rows × k, latent vectors rows × m. In a model of time ({@link ModelDefinition#dynamics}) the rows of a
 * call are the frames of one sequence, in order, and codes are the posterior's means given the means of the codes before.
 *
 * <p>Coding by the mean ({@link #encode}) and by a draw ({@link #encodeSample}) are two operations; reconstruction uses
 * the mean.
 *
 * <p><b>Thread rule:</b> immutable; any number of threads may use one model at once.
 */
public final class Vae {
    private final ModelDefinition definition;
    private final ModelState state;
    private final Inference inference;

    private Vae(ModelDefinition definition, ModelState state, Inference inference) {
        this.definition = definition;
        this.state = state;
        this.inference = inference;
    }

    /**
     * A model with its initial weights.
     *
     * @param definition what it is
     * @return the untrained model
     */
    public static Vae untrained(ModelDefinition definition) {
        return of(definition, ModelState.initial(definition));
    }

    /**
     * A model with given weights, on the standard engine.
     *
     * @param definition what it is
     * @param state what it has learned
     * @return the model
     * @throws IllegalArgumentException if the number of weights does not fit the definition
     */
    public static Vae of(ModelDefinition definition, ModelState state) {
        return of(definition, state, Engines.standard());
    }

    /**
     * A model with given weights on a given engine.
     *
     * @param definition what it is
     * @param state what it has learned
     * @param engine where to compute
     * @return the model
     * @throws IllegalArgumentException if the number of weights does not fit the definition
     */
    public static Vae of(ModelDefinition definition, ModelState state, Engine engine) {
        int expected = definition.graph().layout().length();
        if (state.parameters().length != expected) {
            throw new IllegalArgumentException(
                    "this definition has " + expected + " parameters, the state holds " + state.parameters().length);
        }
        return new Vae(definition, state, Inference.of(engine, definition, state));
    }

    /**
     * Reads a model whose parts are all the library's own.
     *
     * @param file written by {@link #save}
     * @return the model
     * @throws ModelFormatException if the file is damaged, truncated, no model, or from a newer version
     * @throws IOException if it cannot be read
     */
    public static Vae load(Path file) throws IOException {
        return load(file, Extensions.none());
    }

    /**
     * Reads a model.
     *
     * @param file written by {@link #save}
     * @param extensions priors, likelihoods and γ updates of the user's own, found by name
     * @return the model
     * @throws ModelFormatException if the file is damaged, truncated, no model, from a newer version, or names a part
     *     that is not among the extensions
     * @throws IOException if it cannot be read
     */
    public static Vae load(Path file, Extensions extensions) throws IOException {
        return load(file, extensions, Engines.standard());
    }

    /**
     * Reads a model for a given engine.
     *
     * @param file written by {@link #save}
     * @param extensions priors, likelihoods and γ updates of the user's own, found by name
     * @param engine where to compute, whatever the model was trained on
     * @return the model
     * @throws ModelFormatException as for {@link #load(Path, Extensions)}
     * @throws IOException if it cannot be read
     */
    public static Vae load(Path file, Extensions extensions, Engine engine) throws IOException {
        return ModelFile.read(file, extensions, engine);
    }

    /**
     * Writes the model: one zip with {@code model.json} and one {@code .npy} per array. The file appears whole or not
     * at all; an older one of the same name stays intact if writing fails.
     *
     * @param file where to; its folder must exist
     * @throws IOException if it cannot be written
     */
    public void save(Path file) throws IOException {
        ModelFile.write(this, file);
    }

    /**
     * The same model computing in tiles of one fixed number of rows, the last one padded: what comes of a row in its place
     * of a tile then depends neither on how many rows there are nor on what they hold. Without tiles it differs in the last
     * bits between a row alone and in a batch, because products of other shapes add up in another order.
     *
     * <p>In tiles of one row the result depends on the row alone, whatever its place: what distributed jobs need. The price:
     * at the paper's size three to four times the time per row of large batches. In larger tiles the place may matter, as the
     * product's kernels treat the edges of a tile in another way.
     *
     * <p>A model of time computes in tiles of one frame, its state carried on: as {@link #stream} does.
     *
     * @param rows per tile, 1 to 4096
     * @return a model that shares nothing with this one but the definition and the state
     * @throws IllegalArgumentException if the number is out of range
     * @throws IllegalStateException if a part of a model of time reads the future, naming it
     */
    public Vae tiled(int rows) {
        if (rows < 1 || rows > 4096) {
            throw new IllegalArgumentException("rows per tile must be in 1..4096, got " + rows);
        }
        return new Vae(definition, state, inference.tiled(rows));
    }

    /**
     * A model of time in live use, frame by frame.
     *
     * @return a stream at the beginning of a sequence; any number may be open
     * @throws IllegalStateException if a part of the model reads the future, naming it, or if rows stand alone anyway
     */
    public FrameStream stream() {
        return inference.stream();
    }

    /** The model as a source of a mixture; its parameters are shared by all programs. */
    MixtureSource mixtureSource() {
        return inference.mixtureSource();
    }

    /**
     * The same function with code entries in canonical scale: each is divided by the root of its mean γ over the training
     * data, so that draws of it have unit rms there, as they have under a standard normal prior; an entry that carries
     * nothing becomes μ ≈ 0, σ ≈ 1. The decoder undoes it: bound and output stay the same, to rounding.
     *
     * <p>Where the prior's variances are learned, the objective does not depend on the size of code entries and training
     * lets them drift apart; in canonical scale sizes of different entries and of different models may be compared. A model
     * whose entries were rescaled by any factors has the same canonical form. It is saved, trained on and used like any
     * other. Tiles are not kept, see {@link #tiled}.
     *
     * @return a model that shares engine and notes with this one
     * @throws IllegalStateException if the model has a scale of its own, saying why; if its variances are not known
     *     because it was not trained; or if its decoder cannot undo a factor per entry, because the dictionary's atoms are
     *     linearly dependent, as more than m of them always are
     */
    public Vae canonical() {
        ModelState rescaled = CanonicalScale.of(definition, state).rescale(inference.dictionary());
        return of(definition, rescaled, inference.engine());
    }

    /**
     * Whether the size of code entries is free, so that it has a {@link #canonical} scale.
     *
     * @return false if the model has a scale of its own, or was not trained
     */
    public boolean hasFreeScale() {
        return CanonicalScale.refusal(definition, state) == null;
    }

    /**
     * The factors by which {@link #canonical} multiplies code entries: 1/√γ̄. Unlike the model they exist for any
     * dictionary.
     *
     * @return k numbers above 0
     * @throws IllegalStateException if not {@link #hasFreeScale}, saying why
     */
    public double[] canonicalFactors() {
        return CanonicalScale.of(definition, state).factors();
    }

    /**
     * The engine that the model computes on.
     *
     * @return as given to {@link #of(ModelDefinition, ModelState, Engine)}, or the standard engine
     */
    public Engine engine() {
        return inference.engine();
    }

    /**
     * What the model is.
     *
     * @return its definition
     */
    public ModelDefinition definition() {
        return definition;
    }

    /**
     * What the model has learned.
     *
     * @return weights, γ and provenance
     */
    public ModelState state() {
        return state;
    }

    /**
     * What others have written on the model with {@link #withNote}. Notes change nothing that the model computes; they
     * are part of its {@link #state} and of its file.
     *
     * @return JSON by name, sorted, without white space between its parts; not to be changed
     */
    public SortedMap<String, String> notes() {
        return state.notes().byName();
    }

    /**
     * Writes on the model, to be saved with it: what a part outside the core needs to use it, such as the front end of a
     * speech model.
     *
     * @param name up to 100 letters, digits, dots, hyphens and underscores, the first a letter; an earlier note of that
     *     name is replaced
     * @param json one JSON value other than null, whose null members are left out; all notes together take at most 256
     *     KiB when indented
     * @return this model with the note; it shares memory and engine with this one
     * @throws IllegalArgumentException if the name or the length is out of range, or the JSON is not valid
     */
    public Vae withNote(String name, String json) {
        return new Vae(definition, state.withNotes(state.notes().with(name, json)), inference);
    }

    /**
     * The weights by name, in the order of the data's way: {@code encoder.0.weight} (in × out), {@code encoder.0.bias},
     * … The last encoder layer gives μ in its first k columns and λ = log σ² in the next.
     *
     * @return copies
     */
    public Map<String, NpyArray> weights() {
        return state.weights(definition.graph().layout());
    }

    /**
     * The dictionary in force: the definition's, or the learned one.
     *
     * @return m × k, columns of unit norm
     */
    public Dictionary dictionary() {
        return inference.dictionary();
    }

    /**
     * What sparse decoding has learned: which features depend on which latents.
     *
     * @return empty for models without it
     */
    public Optional<DecodingMask> decodingMask() {
        return DecodingMask.of(definition, state);
    }

    /**
     * Deterministic codes: the posterior's mean μ, its location for a Cauchy posterior, {@code q ⊙ μ} for spike and slab,
     * {@code μ ⊙ DS(μ)} with a dimension selector. What resynthesis and every reported code use.
     *
     * @param frames rows × n, within the likelihood's domain
     * @return rows × k
     * @throws IllegalArgumentException if a row has another length, or a value is not finite or outside the likelihood's
     *     domain, naming row and column
     */
    public float[][] encode(float[][] frames) {
        return inference.encode(UserRows.frames(frames, definition));
    }

    /**
     * Codes by one draw from the posterior, a = μ + σ ⊙ ε; spike and slab draws are gated by a sigmoid of slope 200.
     *
     * @param frames rows × n, within the likelihood's domain
     * @param seed of ε; the same seed gives the same draw
     * @return rows × k; an autoencoder's codes are the deterministic ones
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public float[][] encodeSample(float[][] frames, long seed) {
        return inference.sample(UserRows.frames(frames, definition), seed);
    }

    /**
     * The posterior of each row's code; with a dimension selector that of y, of which the code is a part.
     *
     * @param frames rows × n, within the likelihood's domain
     * @return means and log-variances
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     * @throws IllegalStateException if the model is an autoencoder, which has none
     */
    public Posterior posterior(float[][] frames) {
        if (!definition.prior().isDistribution()) {
            throw new IllegalStateException("an autoencoder has no posterior, only codes: use encode");
        }
        return inference.posterior(UserRows.frames(frames, definition));
    }

    /**
     * Deterministic codes with γ and divergence of every entry: what tells which entries of a code matter.
     *
     * @param frames rows × n, within the likelihood's domain
     * @return rows × k each
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     * @throws UnsupportedOperationException for a model of time
     */
    public CodeFigures codeFigures(float[][] frames) {
        return inference.figures(UserRows.frames(frames, definition));
    }

    /**
     * Applies the dictionary, z = D a.
     *
     * @param codes rows × k
     * @return rows × m
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public float[][] latent(float[][] codes) {
        return inference.latent(UserRows.codes(codes, definition));
    }

    /**
     * Decodes: the mean of p(x|z); for the complex Gaussian, the variance (power) of every frequency bin.
     *
     * @param codes rows × k, finite
     * @return rows × n
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public float[][] decode(float[][] codes) {
        return UserRows.means(inference.decode(UserRows.codes(codes, definition)), definition);
    }

    /**
     * Encodes by the mean and decodes.
     *
     * @param frames rows × n, within the likelihood's domain
     * @return rows × n
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public float[][] reconstruct(float[][] frames) {
        return decode(encode(frames));
    }

    /**
     * A coder of single rows with arrays of its own, for live use.
     *
     * @return for one thread
     * @throws UnsupportedOperationException for a model of time, which {@link #stream} is for, or with a dimension selector
     */
    public FrameCoder frameCoder() {
        return inference.frameCoder();
    }

    /**
     * Evaluates the model by the bound and β that it was trained with, {@link ModelState#elbo()}, without free bits.
     *
     * @param data at least one row of the model's input size; {@link io.github.sdmvae.data.Sequences} for a model of time
     * @return loss by term and figures per code entry
     * @throws IllegalArgumentException if the data is empty or of another width
     */
    public Evaluation evaluate(FrameSource data) {
        return evaluate(data, state.elbo());
    }

    /**
     * Evaluates the model by a bound of one's own choice, so that models trained in different ways can be compared.
     *
     * @param data at least one row of the model's input size; {@link io.github.sdmvae.data.Sequences} for a model of time
     * @param strategy divergence, draws, and by its value for validation β; free bits are left out
     * @return loss by term and figures per code entry
     * @throws IllegalArgumentException if the data is empty or of another width, or the prior does not allow the strategy
     */
    public Evaluation evaluate(FrameSource data, ElboStrategy strategy) {
        return inference.evaluate(UserRows.data(data, definition), strategy);
    }

    /**
     * Estimates log p(x) by importance sampling.
     *
     * @param data at least one row of the model's input size
     * @param samples K, draws per data point, 1 to 10,000; hundreds are usual
     * @param seed of the draws
     * @return the estimate with its standard error, and whether it may be compared
     * @throws IllegalArgumentException if the data is empty or of another width, or if the model gives no density:
     *     autoencoders, spike and slab with relaxed draws, custom priors that do not say they do
     */
    public LogLikelihood logLikelihood(FrameSource data, int samples, long seed) {
        return inference.logLikelihood(UserRows.data(data, definition), samples, seed);
    }

    /** The importance-weighted bound on log p(x) of every row, the likelihood's constant included. */
    double[] rowBounds(FrameSource data, int samples, long seed) {
        return inference.rowBounds(UserRows.data(data, definition), samples, seed);
    }

    /**
     * Draws codes from the prior, for {@link #decode} to turn into data. Under learned variances γ exists per data
     * point only, so codes are drawn from N(0, diag γ̄) with γ̄ the mean over the training data. Spike and slab draws have
     * exact zeros; with pseudo-inputs one of them is picked at random, each as likely as the others. A dimension selector
     * lets through of each draw what it says.
     *
     * <p>Another source of codes is a mixture fitted to those of data: {@code GaussianMixture.builder().components(10)
     * .fit(Frames.of(vae.encode(x))).sample(count, seed)}.
     *
     * @param count rows, at least 0
     * @param seed the same seed gives the same codes
     * @return count × k
     * @throws IllegalStateException if the prior's variances are not known because the model was not trained, or if the
     *     model is an autoencoder, which has no prior
     */
    public float[][] sampleCodes(int count, long seed) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, got " + count);
        }
        return inference.sampleCodes(count, seed);
    }

    /**
     * Generates data: {@link #sampleCodes} and {@link #decode}.
     *
     * @param count rows, at least 0
     * @param seed the same seed gives the same data
     * @return count × n
     * @throws IllegalStateException if the prior's variances are not known because the model was not trained
     */
    public float[][] generate(int count, long seed) {
        return decode(sampleCodes(count, seed));
    }

    /**
     * The model for readers: a line for each layer with its sizes and parameters, then prior, likelihood, and where the model
     * comes from. The form may change between versions.
     *
     * @return several lines, each with its end
     */
    public String summary() {
        return Summary.of(this);
    }

    /** One line: sizes, prior, likelihood, engine. */
    @Override
    public String toString() {
        return Summary.line(this);
    }
}
