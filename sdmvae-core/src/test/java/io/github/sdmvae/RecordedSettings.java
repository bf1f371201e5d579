/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.LearningRate;
import io.github.sdmvae.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The trainings whose bytes are recorded: each one a line that says in what it differs from the standard one. */
final class RecordedSettings {
    private static final Frames TRAINING = RecordedParts.powers(110, 13, 1);
    private static final Frames VALIDATION = RecordedParts.powers(37, 13, 2);
    private static final Frames NORMAL = RecordedParts.normal(110, 13, 3);
    private static final Frames UNIT = RecordedParts.unit(110, 13, 4);

    private final List<Setting> settings = new ArrayList<>();

    private RecordedSettings() {}

    /**
     * One training.
     *
     * @param name in the record
     * @param definition of the model
     * @param trainer of the standard engine
     * @param training data
     * @param validation data; null for none
     */
    record Setting(
            String name,
            ModelDefinition definition,
            Trainer.Builder trainer,
            Frames training,
            @Nullable Frames validation) {}

    static List<Setting> all() {
        RecordedSettings all = new RecordedSettings();
        all.addPriors();
        all.addGammas();
        all.addLikelihoods();
        all.addDictionaries();
        all.addStrategies();
        all.addNetworks();
        all.addTrainings();
        all.settings.add(paperSize());
        return List.copyOf(all.settings);
    }

    /** The settings whose models lie among the files of the first format, by file name. */
    static Map<String, Setting> saved() {
        List<String> names = List.of(
                "prior standardNormal",
                "prior learnedVariance",
                "prior laplace",
                "prior cauchy",
                "prior studentT",
                "prior gaussianMixture",
                "prior spikeAndSlab",
                "prior pseudoInputs",
                "prior none",
                "prior custom",
                "gamma inverseGamma",
                "gamma shared",
                "gamma custom",
                "likelihood gaussianLearnedVariance",
                "likelihood bernoulli",
                "likelihood custom",
                "dictionary learned, coherence penalty",
                "dictionary given");
        Map<String, Setting> saved = new TreeMap<>();
        for (Setting setting : all()) {
            if (names.contains(setting.name())) {
                saved.put(setting.name().replaceAll("[ ,]+", "-") + ".sdmvae", setting);
            }
        }
        return saved;
    }

    static Setting named(String name) {
        return all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private static ModelDefinitionBuilder model() {
        return ModelDefinition.builder()
                .inputSize(13)
                .hidden(8)
                .dictionary(Dictionary.dct(4, 6))
                .seed(5);
    }

    private static Trainer.Builder trainer() {
        return Trainer.builder().epochs(3).batchSize(32).learningRate(2e-3).seed(3);
    }

    private void add(String name, UnaryOperator<ModelDefinitionBuilder> model, UnaryOperator<Trainer.Builder> trainer) {
        add(name, model, trainer, TRAINING, VALIDATION);
    }

    private void add(
            String name,
            UnaryOperator<ModelDefinitionBuilder> model,
            UnaryOperator<Trainer.Builder> trainer,
            Frames training,
            @Nullable Frames validation) {
        ModelDefinition definition = model.apply(model()).build();
        settings.add(new Setting(name, definition, trainer.apply(trainer()), training, validation));
    }

    private void addPriors() {
        prior("standardNormal", Prior.standardNormal());
        prior("learnedVariance", Prior.learnedVariance());
        prior("laplace", Prior.laplace());
        prior("laplace, scale", Prior.laplace(0.3));
        prior("cauchy", Prior.cauchy());
        prior("studentT", Prior.studentT(2));
        prior("gaussianMixture", Prior.gaussianMixture(0.7, 0.1, 1));
        prior("spikeAndSlab", Prior.spikeAndSlab(0.5));
        prior("pseudoInputs", Prior.pseudoInputs(0.3, 4));
        prior("none", Prior.none());
        prior("absolutePenalty", Prior.absolutePenalty(0.5));
        prior("custom", Prior.custom(new RecordedParts.HeavyPrior()));
    }

    private void prior(String name, Prior prior) {
        add("prior " + name, m -> m.prior(prior), t -> t);
    }

    private void addGammas() {
        gamma("inverseGamma", GammaUpdate.inverseGamma(1, 0.1));
        gamma("shared", GammaUpdate.shared());
        gamma("shared, decay", GammaUpdate.shared(0.5));
        gamma("fixed", GammaUpdate.fixed(0.4));
        gamma("custom", GammaUpdate.custom(new RecordedParts.HalfGamma()));
    }

    private void gamma(String name, GammaUpdate update) {
        add("gamma " + name, m -> m, t -> t.gammaUpdate(update));
    }

    private void addLikelihoods() {
        likelihood("complexGaussian, other safeguards", Likelihood.complexGaussian(1e-3, 2), TRAINING, VALIDATION);
        likelihood(
                "complexGaussian, no safeguards",
                Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY),
                TRAINING,
                VALIDATION);
        likelihood("gaussian", Likelihood.gaussian(0.5), NORMAL, NORMAL);
        likelihood("gaussianLearnedVariance", Likelihood.gaussianLearnedVariance(), NORMAL, NORMAL);
        likelihood("bernoulli", Likelihood.bernoulli(), UNIT, UNIT);
        likelihood("custom", Likelihood.custom(new RecordedParts.HuberLikelihood()), NORMAL, NORMAL);
    }

    private void likelihood(String name, Likelihood likelihood, Frames training, Frames validation) {
        add("likelihood " + name, m -> m.likelihood(likelihood), t -> t, training, validation);
    }

    private void addDictionaries() {
        dictionary("identity", Dictionary.identity(5));
        dictionary("dctWithConstant", Dictionary.dctWithConstant(4, 7));
        dictionary("random", Dictionary.random(4, 6, 9));
        dictionary("given", Dictionary.of(new double[][] {{1, 2, 0, -1, 1}, {0, 1, 3, 1, 0.5}, {2, 0, 0, 1, 1}}));
        dictionary("learned", Dictionary.dctWithConstant(4, 6).learned());
        dictionary("learned, coherence penalty", Dictionary.random(4, 6, 9).learned(1));
        dictionary("learned identity", Dictionary.identity(5).learned());
    }

    private void dictionary(String name, Dictionary dictionary) {
        add("dictionary " + name, m -> m.dictionary(dictionary), t -> t);
    }

    private void addStrategies() {
        Prior laplace = Prior.laplace();
        strategy("sampled(3)", Prior.standardNormal(), ElboStrategy.sampled(3));
        strategy("sampled(3), learned variance", Prior.learnedVariance(), ElboStrategy.sampled(3));
        strategy("closedForm, laplace", laplace, ElboStrategy.closedForm());
        strategy("closedForm, cauchy", Prior.cauchy(), ElboStrategy.closedForm());
        strategy(
                "closedForm, two draws",
                Prior.learnedVariance(),
                ElboStrategy.closedForm().withSamples(2));
        strategy("importanceWeighted(3)", Prior.standardNormal(), ElboStrategy.importanceWeighted(3));
        strategy(
                "importanceWeighted(3), learned variance", Prior.learnedVariance(), ElboStrategy.importanceWeighted(3));
        strategy("importanceWeighted(3), cauchy", Prior.cauchy(), ElboStrategy.importanceWeighted(3));
        strategy("importanceWeighted(3), custom", custom(), ElboStrategy.importanceWeighted(3));
        strategy(
                "free bits", Prior.learnedVariance(), ElboStrategy.asPublished().withFreeBits(0.2));
        strategy(
                "free bits, studentT",
                Prior.studentT(3),
                ElboStrategy.sampled(2).withFreeBits(0.2));
        strategy(
                "free bits, spikeAndSlab",
                Prior.spikeAndSlab(0.2),
                ElboStrategy.asPublished().withFreeBits(0.2));
        strategy("warm-up", Prior.learnedVariance(), withBeta(BetaSchedule.warmUp(7, 1)));
        strategy("cyclical", Prior.standardNormal(), withBeta(BetaSchedule.cyclical(4, 2, 0.5, 2)));
        strategy("beta", Prior.pseudoInputs(0.5, 3), withBeta(BetaSchedule.constant(0.3)));
    }

    private static Prior custom() {
        return Prior.custom(new RecordedParts.HeavyPrior());
    }

    private static ElboStrategy withBeta(BetaSchedule beta) {
        return ElboStrategy.asPublished().withBeta(beta);
    }

    private void strategy(String name, Prior prior, ElboStrategy strategy) {
        add("elbo " + name, m -> m.prior(prior), t -> t.elbo(strategy));
    }

    private void addNetworks() {
        linear("activation identity", m -> m.activation(Activation.IDENTITY));
        linear("activation relu", m -> m.activation(Activation.RELU));
        add("activation sigmoid", m -> m.activation(Activation.SIGMOID), t -> t);
        linear("no hidden layer", ModelDefinitionBuilder::hidden);
        add("two hidden layers", m -> m.hidden(11, 7), t -> t);
        add("two hidden layers, pseudo-inputs", m -> m.hidden(11, 7).prior(Prior.pseudoInputs(0.5, 3)), t -> t);
        add("encoder of two, decoder of one", m -> m.encoderHidden(10, 6).decoderHidden(9), t -> t);
        add("encoder of one, decoder of none", m -> m.encoderHidden(9).decoderHidden(), t -> t);
        add("other seeds", m -> m.seed(-77), t -> t.seed(1L << 40));
        Frames wide = RecordedParts.powers(90, 40, 6);
        add("wide", m -> m.inputSize(40).hidden(33).dictionary(Dictionary.dct(10, 19)), t -> t, wide, wide);
        Frames narrow = RecordedParts.powers(90, 9, 7);
        add("narrow", m -> m.inputSize(9).hidden(3).dictionary(Dictionary.identity(1)), t -> t, narrow, null);
    }

    /** Networks without a bound on what they give, for data without long tails. */
    private void linear(String name, UnaryOperator<ModelDefinitionBuilder> model) {
        add(name, m -> model.apply(m).likelihood(Likelihood.gaussianLearnedVariance()), t -> t, NORMAL, NORMAL);
    }

    private void addTrainings() {
        add("gradient clipping", m -> m, t -> t.gradientClipping(2));
        add("no validation", m -> m, t -> t, TRAINING, null);
        add("batch of all", m -> m, t -> t.batchSize(110).epochs(5));
        add("batch of one", m -> m, t -> t.batchSize(1).epochs(1));
        add("step decay", m -> m, t -> t.learningRate(LearningRate.stepDecay(4e-3, 0.5, 2)));
        add("cosine", m -> m, t -> t.learningRate(LearningRate.cosine(4e-3, 8)));
        // Wrecks from step 8 on what was learned, so that the best epoch is not the last and patience ends the run.
        add("early stopping", m -> m, t -> t.epochs(20).patience(2).learningRate(step -> step < 8 ? 2e-3 : 0.8));
        add("checkpointed", RecordedSettings::checkpointed, RecordedSettings::checkpointed);
    }

    private static ModelDefinitionBuilder checkpointed(ModelDefinitionBuilder model) {
        return model.dictionary(Dictionary.dctWithConstant(4, 6).learned(0.5));
    }

    /** Everything that a checkpoint holds matters. */
    private static Trainer.Builder checkpointed(Trainer.Builder trainer) {
        return trainer.epochs(6)
                .learningRate(step -> step < 9 ? 2e-3 : 0.3)
                .gradientClipping(50)
                .gammaUpdate(GammaUpdate.shared(0.9))
                .elbo(ElboStrategy.closedForm().withBeta(BetaSchedule.warmUp(6, 1)));
    }

    /** Large enough to be made once only. */
    private static final class PaperSize {
        static final Frames TRAINING = RecordedParts.powers(20 * 128, 513, 8);
        static final Frames VALIDATION = RecordedParts.powers(60, 513, 9);
    }

    private static Setting paperSize() {
        ModelDefinition definition =
                ModelDefinition.builder().inputSize(513).latentSize(32).build();
        Trainer.Builder trainer = Trainer.builder().epochs(1).learningRate(1e-3);
        return new Setting("paper's size", definition, trainer, PaperSize.TRAINING, PaperSize.VALIDATION);
    }
}
