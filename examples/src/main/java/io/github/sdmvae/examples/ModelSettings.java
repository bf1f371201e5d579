/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.examples.options.CodeSizes;
import io.github.sdmvae.examples.options.Given;
import io.github.sdmvae.examples.options.HiddenLayers;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.Transition;
import io.github.sdmvae.transform.InputTransform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model: options of {@link TrainSpeech}. */
final class ModelSettings {
    private static final int LATENT = 32;
    private static final int HIDDEN = 128;

    @Option(
            names = "--prior",
            paramLabel = "NAME",
            defaultValue = "learned",
            description = PriorNames.HELP + ". Default: ${DEFAULT-VALUE}.")
    private String prior = "learned";

    @Option(
            names = "--gamma",
            paramLabel = "NAME",
            defaultValue = "closed",
            description = "Learned variances: " + GammaNames.HELP + ". Default: ${DEFAULT-VALUE}.")
    private String gamma = "closed";

    @Option(
            names = "--dictionary",
            paramLabel = "KIND",
            defaultValue = "identity",
            description = "identity, dct, dct-constant (first atom constant) or an .npy file of m rows and k columns."
                    + " Default: ${DEFAULT-VALUE}.")
    private String dictionary = "identity";

    @Option(
            names = "--learn-dictionary",
            paramLabel = "W",
            arity = "0..1",
            fallbackValue = "0",
            description = "Learn the dictionary with the model, from the one given, with this penalty on coherence.")
    private @Nullable Double coherencePenalty;

    @Option(
            names = "--coherence",
            paramLabel = "BOUND",
            description = "Largest product of two atoms of a learned dictionary, kept after every step.")
    private @Nullable Double coherenceBound;

    @Mixin
    private CodeSizes sizes = new CodeSizes(Given.of(LATENT), Given.otherwise("m"));

    @Mixin
    private HiddenLayers hidden = HiddenLayers.of(HIDDEN);

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            defaultValue = "tanh",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Activation activation = Activation.TANH;

    @Option(
            names = "--input",
            paramLabel = "KIND",
            description = "What the encoder sees of the power: raw (as in the paper), log (of power + 1e-5) or power:X"
                    + " (power to the X). Default: raw; log(power + 1e-6)/5 for models of time.")
    private @Nullable String input;

    @Mixin
    private TimeSettings time = new TimeSettings();

    @Mixin
    private MaskSettings masks = new MaskSettings();

    /** Null leaves it to the trainer: the closed form where the prior has variances. */
    @Nullable
    GammaUpdate gammaUpdate() {
        GammaUpdate update = GammaNames.parse(gamma);
        return update.equals(GammaUpdate.closedForm()) || isStated(update) ? null : update;
    }

    /** What predicts has weights, so it belongs to the model. */
    private static boolean isStated(GammaUpdate update) {
        return update.needsTime() && update.overTime().transition() != Transition.NONE;
    }

    /** How a model of time is trained. */
    TimeSettings time() {
        return time;
    }

    private Prior chosenPrior() {
        Prior chosen = PriorNames.parse(prior);
        GammaUpdate update = GammaNames.parse(gamma);
        return isStated(update) && chosen.learnsVariance() ? Prior.learnedVariance(update) : chosen;
    }

    ModelDefinition definition(int inputSize, long seed) throws IOException {
        ModelDefinitionBuilder model = ModelDefinition.builder()
                .inputSize(inputSize)
                .hidden(hidden.array(HIDDEN))
                .activation(activation)
                .dictionary(chosenDictionary())
                .prior(chosenPrior())
                .likelihood(Likelihood.complexGaussian())
                .dynamics(time.dynamics())
                .seed(seed);
        masks.apply(model, inputSize);
        if (input != null) {
            InputTransform transform = inputTransform(input);
            return (transform == null ? model.rawInput() : model.inputTransform(transform)).build();
        }
        return model.build();
    }

    private static @Nullable InputTransform inputTransform(String input) {
        String kind = input.toLowerCase(Locale.ROOT);
        if (kind.equals("raw")) {
            return null;
        }
        if (kind.equals("log")) {
            return InputTransform.logPower(1e-5);
        }
        if (kind.matches("power:[0-9.]+")) {
            return InputTransform.powerLaw(Double.parseDouble(kind.substring("power:".length())));
        }
        throw new IllegalArgumentException("--input must be raw, log or power:X, got " + input);
    }

    private Dictionary chosenDictionary() throws IOException {
        Dictionary start = startingDictionary();
        if (coherencePenalty == null && coherenceBound != null) {
            throw new IllegalArgumentException(
                    "--coherence needs --learn-dictionary: it is kept while the atoms change");
        }
        Dictionary made = coherencePenalty == null ? start : start.learned(coherencePenalty);
        return coherenceBound == null ? made : made.withCoherenceAtMost(coherenceBound);
    }

    private Dictionary startingDictionary() throws IOException {
        int latent = sizes.latent(LATENT);
        int k = sizes.atoms(latent);
        if (dictionary.endsWith(".npy")) {
            return read(Path.of(dictionary));
        }
        return switch (dictionary.toLowerCase(Locale.ROOT)) {
            case "identity" -> Dictionary.identity(latent);
            case "dct" -> Dictionary.dct(latent, k);
            case "dct-constant" -> Dictionary.dctWithConstant(latent, k);
            default ->
                throw new IllegalArgumentException(
                        "--dictionary must be identity, dct, dct-constant or a file that ends in .npy, got "
                                + dictionary);
        };
    }

    private static Dictionary read(Path file) throws IOException {
        Frames rows = Frames.readNpy(file);
        double[][] matrix = new double[rows.size()][rows.width()];
        for (int i = 0; i < matrix.length; i++) {
            float[] row = rows.row(i);
            for (int j = 0; j < row.length; j++) {
                matrix[i][j] = row[j];
            }
        }
        return Dictionary.of(matrix);
    }
}
