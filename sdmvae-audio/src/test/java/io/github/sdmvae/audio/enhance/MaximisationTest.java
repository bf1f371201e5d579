/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.model.ModelDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** With samples fixed, no line of the M step raises their cost. */
class MaximisationTest {
    private final Engine engine = HostEngine.of(Precision.FLOAT64);

    @Property(tries = 30)
    void noLine_raisesTheCost(
            @ForAll @IntRange(min = 1, max = 7) int rows,
            @ForAll @IntRange(min = 2, max = 9) int bins,
            @ForAll @IntRange(min = 1, max = 4) int rank,
            @ForAll @IntRange(min = 1, max = 3) int samples,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MixtureProgram program = program(rows, bins, rank, samples, random);
        double[] activations = random.doubles((long) rows * rank).toArray();
        NoiseFactors factors =
                new NoiseFactors(random.doubles((long) rank * bins).toArray(), bins, 0);
        double[] gain = {};
        program.noise(activations, factors.basis());
        for (int step = 0; step < 4; step++) {
            double start = cost(program);
            double[] up = new double[rank * bins];
            double[] down = new double[rank * bins];
            program.basisSums(up, down);
            factors.update(up, down);
            program.noise(activations, factors.basis());
            double afterBasis = cost(program);
            assertThat(afterBasis).isLessThanOrEqualTo(start + 1e-9);

            double[] upH = new double[rows * rank];
            double[] downH = new double[rows * rank];
            program.activationSums(upH, downH);
            Arrays.setAll(activations, i -> NoiseFactors.updated(activations[i], upH[i], downH[i]));
            program.noise(activations, factors.basis());
            double afterActivations = cost(program);
            assertThat(afterActivations).isLessThanOrEqualTo(afterBasis + 1e-9);

            double before = afterActivations;
            for (int j = 0; j < 2; j++) {
                gain = renewGain(program, j, rows, gain.length == 0 ? new double[2 * rows] : gain);
                double after = cost(program);
                assertThat(after).isLessThanOrEqualTo(before + 1e-9);
                before = after;
            }
        }
    }

    private static double[] renewGain(MixtureProgram program, int source, int rows, double[] logarithms) {
        double[] up = new double[rows];
        double[] down = new double[rows];
        program.gainSums(source, up, down);
        double[] gain = new double[rows];
        for (int t = 0; t < rows; t++) {
            gain[t] = NoiseFactors.updated(Math.exp(logarithms[source * rows + t]), up[t], down[t]);
            logarithms[source * rows + t] = Math.log(gain[t]);
        }
        program.gain(source, gain);
        return logarithms;
    }

    private static double cost(MixtureProgram program) {
        double[] cost = new double[program.rows()];
        program.cost(cost);
        return Arrays.stream(cost).sum();
    }

    private MixtureProgram program(int rows, int bins, int rank, int samples, SplittableRandom random) {
        MixtureSource source = source(bins, random.nextLong());
        MixtureProgram program =
                engine.mixture(List.of(source, source(bins, random.nextLong())), new MixtureShape(rows, rank, samples));
        program.power(random.doubles((long) rows * bins, 1e-6, 4).toArray());
        for (int r = 0; r < samples; r++) {
            for (int j = 0; j < 2; j++) {
                program.decode(j, random.doubles((long) rows * 2, -2, 2).toArray());
            }
            program.keep();
        }
        return program;
    }

    private MixtureSource source(int bins, long seed) {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(bins)
                .hidden(5)
                .dictionary(Dictionary.identity(2))
                .build();
        Parameters parameters = engine.allocate(definition.graph(), false);
        parameters.write(Parameters.Store.VALUES, definition.graph().layout().initialise(seed));
        return new MixtureSource(definition.graph(), parameters);
    }
}
