/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;

/** A worked case of a whole model: what to build, and which weights and gradients the case has. */
abstract class GoldenCase {
    /** The case. */
    protected final GoldenJson json;

    GoldenCase(GoldenJson json) {
        this.json = json;
    }

    abstract ModelDefinition definition();

    /** Weights or gradients of a parameter, in the library's order. */
    abstract double[] named(String group, String name);

    /** Noise as a program stages it. */
    double[] noise() {
        return GoldenJson.values(json.group("noise").get("eps"));
    }

    StepValues step() {
        return new StepValues(0, 1, 0, 0, Double.POSITIVE_INFINITY);
    }

    TrainingProgram program(Engine engine, ModelGraph graph, Objective objective, Parameters parameters) {
        return engine.train(graph, objective, parameters, json.integer("batch"), Exchange.none());
    }

    /** What is known beside terms, code, latent vector, output and gradients. */
    void more(TrainingProgram program, GoldenComparison compare) {}

    Objective objective() {
        Prior prior = definition().prior();
        GammaUpdate stated = prior.statedGamma();
        return Objective.of(prior, stated == null ? GammaUpdate.closedForm() : stated, ElboStrategy.asPublished());
    }

    double[] weights(ParameterLayout layout) {
        double[] flat = new double[layout.length()];
        for (ParameterLayout.Entry e : layout.entries()) {
            double[] values = named("weights", e.name());
            if (values.length != e.length()) {
                throw new IllegalArgumentException(
                        e.name() + " has " + e.length() + " values, the case " + values.length);
            }
            System.arraycopy(values, 0, flat, e.offset(), values.length);
        }
        return flat;
    }

    static Likelihood likelihood(String name) {
        return switch (name) {
            case "complexGaussian" -> Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY);
            case "gaussian" -> Likelihood.gaussian(1);
            case "bernoulli" -> Likelihood.bernoulli();
            default -> throw new IllegalArgumentException("no likelihood '" + name + "'");
        };
    }
}
