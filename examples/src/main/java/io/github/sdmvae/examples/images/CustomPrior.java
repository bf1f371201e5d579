/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.images.GeneratedImages;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.metrics.HoyerSparsity;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.CodeBatch;
import io.github.sdmvae.prior.CodeTerms;
import io.github.sdmvae.prior.GammaFunction;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.PriorFunction;
import io.github.sdmvae.train.GradientCheck;
import io.github.sdmvae.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A prior and a γ update of one's own: written, checked by central differences, trained. */
@Command(
        name = "CustomPrior",
        description = {
            "A prior and a gamma update that the library does not have, in about 40 lines of the source of this example.",
            "Checks their gradients, then trains on generated images."
        })
public final class CustomPrior implements Callable<Integer> {

    /** Logistic prior, {@code p(a) = 1/(4 cosh²(a/2))}: tails like Laplace's, smooth at 0. One sample per draw. */
    record Logistic() implements PriorFunction {
        @Override
        public String name() {
            return "logistic";
        }

        @Override
        public boolean isSampled() {
            return true; // all constants are kept, so the importance-weighted bound may use it
        }

        @Override
        public void evaluate(CodeBatch batch, CodeTerms terms) {
            for (int i = 0; i < terms.divergence().length; i++) {
                double epsilon = batch.noise()[i];
                double size = Math.abs(batch.code()[i]);
                double logPosterior = -0.5 * (Math.log(2 * Math.PI) + batch.logVariance()[i] + epsilon * epsilon);
                double logPrior = -size - 2 * Math.log1p(Math.exp(-size));
                terms.divergence()[i] = logPosterior - logPrior;
                terms.dLogVariance()[i] = -0.5;
                terms.dCode()[i] = Math.tanh(batch.code()[i] / 2);
            }
        }

        @Override
        public void sample(RandomGenerator noise, double[] code) {
            for (int j = 0; j < code.length; j++) {
                double u = noise.nextDouble(Double.MIN_NORMAL, 1);
                code[j] = Math.log(u) - Math.log1p(-u);
            }
        }
    }

    /** Entries 2i and 2i + 1 share their variance, so that they come and go together: the mean of the closed form's two. */
    record Paired() implements GammaFunction {
        @Override
        public String name() {
            return "paired";
        }

        @Override
        public void update(CodeBatch batch, double[] gamma) {
            for (int i = 0; i < gamma.length; i++) {
                int column = i % batch.width();
                int other = (column ^ 1) < batch.width() ? i - column + (column ^ 1) : i;
                gamma[i] = 0.5 * (power(batch, i) + power(batch, other));
            }
        }

        private static double power(CodeBatch batch, int i) {
            return batch.mean()[i] * batch.mean()[i] + Math.exp(batch.logVariance()[i]);
        }
    }

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Times to go through the images. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Images to train on. Default: ${DEFAULT-VALUE}.")
    private int points;

    @Spec
    private CommandSpec spec;

    /** Made by picocli, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public CustomPrior() {}

    @Override
    public Integer call() throws IOException {
        GammaUpdate paired = GammaUpdate.custom(new Paired());
        run("logistic prior", Prior.custom(new Logistic()), GammaUpdate.closedForm());
        run("learned variances in pairs", Prior.learnedVariance(), paired);
        return 0;
    }

    private void run(String title, Prior prior, GammaUpdate gamma) {
        PrintWriter out = spec.commandLine().getOut();
        double[][] few = {{0.3, -0.2, 0.5, 0.1}, {-0.4, 0.6, 0.2, -0.1}, {0.1, 0.1, -0.7, 0.4}};
        GradientCheck.Result worst =
                GradientCheck.check(definition(4, 3, 4, prior), gamma, ElboStrategy.asPublished(), few, 1);
        if (!worst.isGood()) {
            throw new IllegalStateException(title + ": " + worst);
        }
        out.printf(Locale.ROOT, "%s: gradients agree within %.0e of the largest%n", title, worst.relativeError());
        GeneratedImages source = GeneratedImages.patches(1);
        Frames validation = source.draw(1_000, 2).frames();
        Vae model = Trainer.builder()
                .epochs(epochs)
                .learningRate(2e-3)
                .gammaUpdate(prior.learnsVariance() ? gamma : null)
                .build()
                .fit(definition(25, 32, 10, prior), source.draw(points, 1).frames(), validation)
                .model();
        report(title, model, validation);
    }

    private static ModelDefinition definition(int inputs, int hidden, int latent, Prior prior) {
        return ModelDefinition.builder()
                .inputSize(inputs)
                .hidden(hidden)
                .latentSize(latent)
                .prior(prior)
                .likelihood(Likelihood.gaussian(0.05 * 0.05))
                .build();
    }

    private void report(String title, Vae model, Frames validation) {
        PrintWriter out = spec.commandLine().getOut();
        Evaluation figures = model.evaluate(validation);
        double hoyer = HoyerSparsity.mean(model.encode(validation.toRows())).mean();
        out.printf(
                Locale.ROOT,
                "%s: reconstruction %.2f, divergence %.2f, Hoyer %.3f%n",
                title,
                figures.terms().reconstruction() + figures.constant(),
                figures.terms().divergence(),
                hoyer);
        out.flush();
    }
}
