/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.prior.Prior;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains against a posterior that is known: that of a code with one entry, by a fine grid. */
class ChainsTest {
    private static final int ROWS = 200;
    private static final int BINS = 3;
    private static final double GAMMA = 0.6;
    private static final double[] POWER = {2.0, 0.3, 0.05};

    private final Engine engine = HostEngine.of(Precision.FLOAT64);
    private final MixtureProgram program = program();

    /** η = W a + b, many frames of the same power. */
    private MixtureProgram program() {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(BINS)
                .hidden()
                .dictionary(Dictionary.identity(1))
                .prior(Prior.learnedVariance())
                .build();
        Parameters parameters = engine.allocate(definition.graph(), false);
        double[] weights = new double[parameters.length(Parameters.Store.VALUES)];
        // Behind the encoder's 3 × 2 weights and 2 biases.
        System.arraycopy(new double[] {1.5, -1, 0.5, -0.5, -1, -2}, 0, weights, 8, 6);
        parameters.write(Parameters.Store.VALUES, weights);
        MixtureProgram compiled = engine.mixture(
                List.of(new MixtureSource(definition.graph(), parameters)), new MixtureShape(ROWS, 1, 400));
        double[] power = new double[ROWS * BINS];
        Arrays.setAll(power, i -> POWER[i % BINS]);
        compiled.power(power);
        double[] activations = new double[ROWS];
        Arrays.fill(activations, 1);
        compiled.noise(activations, new double[] {0.1, 0.1, 0.1});
        return compiled;
    }

    /** Mean and variance of exp(−U). */
    private static double[] posterior() {
        double[] moments = new double[3];
        for (double a = -6; a <= 6; a += 1e-3) {
            double u = a * a / GAMMA / 2;
            double[] eta = {1.5 * a - 0.5, -a - 1, 0.5 * a - 2};
            for (int f = 0; f < BINS; f++) {
                double variance = Math.exp(eta[f]) + 0.1;
                u += Math.log(variance) + POWER[f] / variance;
            }
            double weight = Math.exp(-u);
            moments[0] += weight;
            moments[1] += weight * a;
            moments[2] += weight * a * a;
        }
        double mean = moments[1] / moments[0];
        return new double[] {mean, moments[2] / moments[0] - mean * mean};
    }

    @ParameterizedTest
    @ValueSource(strings = {"mh", "mala", "langevin"})
    void chain_hasMeanAndVarianceOfThePosterior(String name) {
        PosteriorMethod method = switch (name) {
            case "mh" ->
                PosteriorMethod.metropolisHastings().sweeps(600).keep(400).proposal(1);
            case "mala" -> PosteriorMethod.mala().sweeps(600).keep(400).step(0.5);
            default -> PosteriorMethod.langevin().sweeps(600).keep(400).step(0.05);
        };
        SourceState state = new SourceState(ROWS, 1, 400, method.chain().extra(ROWS, 1));
        Arrays.fill(state.gamma, GAMMA);
        TileState tile = new TileState(new double[0], List.of(state));
        program.forget();
        method.chain().iterate(new Tile(program, tile, List.of(CodeVariance.asStarted()), Draws.seeded(7), 0, ROWS, 0));
        double mean = 0;
        double square = 0;
        for (double[] sample : state.samples) {
            for (double a : sample) {
                mean += a / sample.length / 400;
                square += a * a / sample.length / 400;
            }
        }
        double[] expected = posterior();
        assertThat(mean).isEqualTo(expected[0], within(0.02));
        assertThat(square - mean * mean).isEqualTo(expected[1], within(0.02));
    }

    @org.junit.jupiter.api.Test
    void pointEstimate_isTheMode() {
        PosteriorMethod method = PosteriorMethod.pointEstimate().steps(800).rate(0.02);
        SourceState state = new SourceState(ROWS, 1, 1, method.chain().extra(ROWS, 1));
        Arrays.fill(state.gamma, GAMMA);
        program.forget();
        method.chain()
                .iterate(new Tile(
                        program,
                        new TileState(new double[0], List.of(state)),
                        List.of(CodeVariance.asStarted()),
                        Draws.seeded(7),
                        0,
                        ROWS,
                        0));
        GradientRows rows = new GradientRows(
                new Tile(
                        program,
                        new TileState(new double[0], List.of(state)),
                        List.of(CodeVariance.asStarted()),
                        Draws.seeded(7),
                        0,
                        ROWS,
                        0),
                0);
        rows.at(state.codes);
        for (double g : rows.gradient) {
            assertThat(g).isEqualTo(0, within(1e-3));
        }
    }
}
