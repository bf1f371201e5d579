/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.UnitAtomsNode;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.EntryGamma;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.InputTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A model to compare engines on.
 *
 * @param name says what is special about it
 * @param definition the model
 * @param gamma γ update
 * @param elbo strategy
 * @param rows B
 * @param unitAtoms whether training keeps atoms at norm 1
 */
record CheckCase(
        String name, ModelDefinition definition, GammaUpdate gamma, ElboStrategy elbo, int rows, boolean unitAtoms) {
    private static final int INPUT = 19;
    private static final int LATENT = 5;

    CheckCase(String name, ModelDefinition definition, GammaUpdate gamma, ElboStrategy elbo, int rows) {
        this(name, definition, gamma, elbo, rows, false);
    }

    /** The model as it is trained. */
    ModelGraph graph() {
        ModelGraph graph = definition.graph();
        return unitAtoms ? UnitAtomsNode.of(graph).in(graph) : graph;
    }

    /** Whether it is these parameters that keep atoms at norm 1. */
    boolean keepsNorms(String parameter) {
        return unitAtoms && UnitAtomsNode.of(definition.graph()).weight().equals(parameter);
    }

    /** Parameters to begin with. */
    float[] initial(long seed) {
        ModelGraph graph = definition.graph();
        float[] values = graph.layout().initialise(seed);
        return unitAtoms ? UnitAtomsNode.of(graph).project(graph.layout(), values) : values;
    }

    private CheckCase as(String newName, ModelDefinitionBuilder model) {
        return new CheckCase(newName, model.build(), gamma, elbo, rows);
    }

    private CheckCase with(String newName, ElboStrategy newElbo) {
        return new CheckCase(newName, definition, gamma, newElbo, rows);
    }

    private CheckCase with(String newName, GammaUpdate newGamma) {
        return new CheckCase(newName, definition, newGamma, elbo, rows);
    }

    private static ModelDefinitionBuilder small() {
        return ModelDefinition.builder()
                .inputSize(INPUT)
                .hidden(11)
                .latentSize(LATENT)
                .prior(Prior.learnedVariance());
    }

    private static CheckCase base() {
        return new CheckCase(
                "learned variances", small().build(), GammaUpdate.closedForm(), ElboStrategy.asPublished(), 13);
    }

    /** Every prior, strategy, γ update, likelihood, activation, transform, dictionary and mask, on small models. */
    static List<CheckCase> everyPart() {
        List<CheckCase> all = new ArrayList<>(List.of(base()));
        priors(all);
        strategies(all);
        shapes(all);
        masks(all);
        return all;
    }

    private static void priors(List<CheckCase> all) {
        CheckCase base = base();
        for (Prior prior : List.of(
                Prior.standardNormal(),
                Prior.laplace(0.7),
                Prior.cauchy(),
                Prior.studentT(2.5),
                Prior.gaussianMixture(0.7, 0.1, 1),
                Prior.spikeAndSlab(0.3),
                Prior.pseudoInputs(0.4, 7),
                Prior.none(),
                Prior.absolutePenalty(0.5))) {
            all.add(base.as("prior " + prior, small().prior(prior)));
        }
        CheckCase laplace = base.as("laplace", small().prior(Prior.laplace(0.7)));
        all.add(laplace.with("laplace, closed form", ElboStrategy.closedForm()));
        CheckCase cauchy = base.as("cauchy", small().prior(Prior.cauchy()));
        all.add(cauchy.with("cauchy, closed form", ElboStrategy.closedForm()));
        all.add(cauchy.with("cauchy, weighted", ElboStrategy.importanceWeighted(3)));
        CheckCase student = base.as("student", small().prior(Prior.studentT(2.5)));
        all.add(student.with("student, weighted", ElboStrategy.importanceWeighted(4)));
        CheckCase slab = base.as("slab", small().prior(Prior.spikeAndSlab(0.3)));
        all.add(slab.with("slab, free bits", ElboStrategy.asPublished().withFreeBits(0.5)));
        all.add(base.with("inverse gamma", GammaUpdate.inverseGamma(1, 0.1)));
        all.add(base.with("shared gamma", GammaUpdate.shared(0.9)));
        all.add(base.with("fixed gamma", GammaUpdate.fixed(0.5)));
        GammaUpdate byEntry = GammaUpdate.custom(new EntryGamma(new float[] {0.5f, 2, 1e-3f, 1, 7}));
        all.add(base.with("gamma by entry", byEntry)
                .with("gamma by entry, weighted", ElboStrategy.importanceWeighted(3)));
    }

    private static void strategies(List<CheckCase> all) {
        CheckCase base = base();
        all.add(base.with("5 draws", ElboStrategy.sampled(5)));
        all.add(base.with("weighted, 5 draws", ElboStrategy.importanceWeighted(5)));
        all.add(base.with("free bits", ElboStrategy.asPublished().withFreeBits(0.8)));
        all.add(base.with("inverse gamma, drawn", GammaUpdate.inverseGamma(2, 0.3))
                .with("inverse gamma, 2 draws", ElboStrategy.sampled(2)));
    }

    private static void shapes(List<CheckCase> all) {
        CheckCase base = base();
        for (Likelihood likelihood :
                List.of(Likelihood.gaussian(0.5), Likelihood.gaussianLearnedVariance(), Likelihood.bernoulli())) {
            all.add(base.as("likelihood " + likelihood.name(), small().likelihood(likelihood)));
        }
        all.add(base.as("drawn, learned variance of the data", small().likelihood(Likelihood.gaussianLearnedVariance()))
                .with("learned variance of the data, weighted", ElboStrategy.importanceWeighted(2)));
        for (Activation activation : Activation.values()) {
            all.add(base.as("activation " + activation.label(), small().activation(activation)));
        }
        for (InputTransform transform : List.of(InputTransform.logPower(1e-3, 5), InputTransform.powerLaw(0.3))) {
            all.add(base.as("transform " + transform.name(), small().inputTransform(transform)));
        }
        InputTransform scaled =
                InputTransform.standardise(Frames.wrap(data(40, INPUT, new Random(11)), INPUT, "generated"));
        all.add(base.as("transform standardised", small().inputTransform(scaled)));
        all.add(base.as(
                "transform in front of pseudo-inputs",
                small().inputTransform(scaled).prior(Prior.pseudoInputs(0.4, 3))));
        dictionaries(all, base);
        unitAtoms(all, base);
        sizes(all, base);
    }

    private static void dictionaries(List<CheckCase> all, CheckCase base) {
        Dictionary wide = Dictionary.dct(LATENT, 12);
        all.add(base.as("wide dictionary", small().dictionary(wide)));
        all.add(base.as("learned dictionary", small().dictionary(wide.learned())));
        all.add(base.as("learned dictionary, apart", small().dictionary(wide.learned(0.3))));
        // Six atoms of five values: from random ones on, pairs have to be turned.
        Dictionary bounded = Dictionary.random(LATENT, 6, 3).learned().withCoherenceAtMost(0.3);
        all.add(base.as("learned dictionary, bounded", small().dictionary(bounded)));
    }

    private static void unitAtoms(List<CheckCase> all, CheckCase base) {
        Dictionary wide = Dictionary.dct(LATENT, 12);
        all.add(base.as("atoms of norm 1", small()).withUnitAtoms());
        all.add(base.as("atoms of norm 1, wide dictionary", small().dictionary(wide))
                .withUnitAtoms());
        all.add(base.as(
                        "atoms of norm 1, learned dictionary",
                        small().dictionary(wide.learned(0.3)).prior(Prior.laplace(0.7)))
                .withUnitAtoms());
    }

    private CheckCase withUnitAtoms() {
        return new CheckCase(name, definition, gamma, elbo, rows, true);
    }

    private static void masks(List<CheckCase> all) {
        CheckCase base = base();
        DimensionSelector selector = DimensionSelector.of(3).withHidden(4, 3);
        all.add(base.as("selector", small().selector(selector)));
        all.add(base.as(
                        "selector of codes",
                        small().selector(selector.withFloor(0.2).ofCode()))
                .with("selector of codes, 3 draws", ElboStrategy.sampled(3)));
        all.add(base.as(
                "selector and dictionary",
                small().dictionary(Dictionary.dct(LATENT, 12).learned()).selector(selector.withHidden())));
        SparseDecoding decoding = SparseDecoding.standard().withScale(0.05);
        all.add(base.as("sparse decoding", small().sparseDecoding(decoding)));
        List<Integer> groups = new ArrayList<>();
        for (int j = 0; j < INPUT; j++) {
            groups.add(j % 4);
        }
        all.add(base.as(
                "sparse decoding, groups, two layers",
                small().decoderHidden(6, 4)
                        .sparseDecoding(decoding.withGroups(groups).withRowsSumToOne())));
        all.add(base.as(
                "sparse decoding, proximal",
                small().likelihood(Likelihood.gaussianLearnedVariance())
                        .sparseDecoding(decoding.withProximalSteps().withBeta(2, 3))));
        all.add(base.as("variances of features", small().likelihood(new GaussianFeatureVariance(3, 0.1, 0.05))));
        all.add(base.as(
                "variances of features without a prior", small().likelihood(new GaussianFeatureVariance(0, 1, 0))));
    }

    private static void sizes(List<CheckCase> all, CheckCase base) {
        all.add(base.as("no hidden layers", small().hidden()));
        all.add(base.as("three hidden layers", small().encoderHidden(9, 7, 5).decoderHidden(6, 33, 8)));
        all.add(base.as("one of everything", small().inputSize(1).hidden(1).latentSize(1)));
        all.add(new CheckCase("one row", base.definition(), base.gamma(), base.elbo(), 1));
        all.add(new CheckCase("rows in chunks", base.definition(), base.gamma(), ElboStrategy.sampled(2), 301));
    }

    /** The paper's size, and others that whole kernels have. */
    static List<CheckCase> commonShapes() {
        List<CheckCase> all = new ArrayList<>();
        for (Prior prior : List.of(Prior.learnedVariance(), Prior.standardNormal())) {
            all.add(common("the paper's size, " + prior.name(), Dictionary.identity(32), 513, 128, prior, 128));
        }
        all.add(common("cosines", Dictionary.dct(32, 64), 513, 128, Prior.learnedVariance(), 128));
        all.add(common("batch 1000", Dictionary.identity(32), 513, 128, Prior.learnedVariance(), 1000));
        all.add(common("smaller", Dictionary.dct(16, 24), 257, 64, Prior.learnedVariance(), 40));
        return all;
    }

    private static CheckCase common(String name, Dictionary dictionary, int inputs, int hidden, Prior prior, int rows) {
        ModelDefinition model = ModelDefinition.builder()
                .inputSize(inputs)
                .hidden(hidden)
                .dictionary(dictionary)
                .prior(prior)
                .build();
        return new CheckCase(name, model, GammaUpdate.closedForm(), ElboStrategy.asPublished(), rows);
    }

    /** Rows that every likelihood takes: fractions, some of them tiny. */
    static float[] data(int rows, int width, Random random) {
        float[] x = new float[rows * width];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.pow(random.nextDouble(), 3);
        }
        return x;
    }
}
