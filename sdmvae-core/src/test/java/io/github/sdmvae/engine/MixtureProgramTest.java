/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.engine.nd4j.Nd4jEngine;
import io.github.sdmvae.model.Mixtures;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.transform.InputTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureProgramTest {
    private static final int ROWS = 13;
    private static final int BINS = 70;
    private static final int RANK = 3;
    private static final int SAMPLES = 2;

    private static ModelDefinition definition(Dictionary dictionary, int bins) {
        return ModelDefinition.builder()
                .inputSize(bins)
                .hidden(11)
                .dictionary(dictionary)
                .inputTransform(InputTransform.logPower(1e-5))
                .build();
    }

    private static Vae model(Dictionary dictionary, int bins, Engine engine) {
        ModelDefinition definition = definition(dictionary, bins);
        return Vae.of(definition, ModelState.initial(definition), engine);
    }

    private static MixtureProgram program(Engine engine, Dictionary... dictionaries) {
        return program(engine, SAMPLES, dictionaries);
    }

    private static MixtureProgram program(Engine engine, int samples, Dictionary... dictionaries) {
        List<Vae> models = new ArrayList<>();
        for (Dictionary dictionary : dictionaries) {
            models.add(model(dictionary, BINS, engine));
        }
        MixtureProgram program = Mixtures.compile(models, new MixtureShape(ROWS, RANK, samples));
        SplittableRandom random = new SplittableRandom(5);
        program.power(random.doubles(ROWS * BINS, 1e-8, 3).toArray());
        program.noise(
                random.doubles(ROWS * RANK, 0, 2).toArray(),
                random.doubles(RANK * BINS, 0, 0.1).toArray());
        for (int j = 0; j < models.size(); j++) {
            program.gain(j, random.doubles(ROWS, 0.5, 2).toArray());
        }
        return program;
    }

    /** Everything that a program of two sources computes. */
    private static Map<String, double[]> results(Engine engine) {
        MixtureProgram program = program(engine, Dictionary.dct(3, 5), Dictionary.identity(4));
        SplittableRandom random = new SplittableRandom(6);
        Map<String, double[]> results = new LinkedHashMap<>();
        int[] widths = {5, 4};
        program.clearShares();
        for (int r = 0; r < SAMPLES; r++) {
            for (int j = 0; j < 2; j++) {
                program.decode(j, random.doubles((long) ROWS * widths[j], -2, 2).toArray());
            }
            program.keep();
            program.addShares();
        }
        for (int j = 0; j < 2; j++) {
            double[] loss = put(results, "proposed " + j, ROWS);
            program.propose(j, random.doubles((long) ROWS * widths[j], -2, 2).toArray(), loss);
            program.gradient(j, put(results, "gradient " + j, ROWS * widths[j]));
            boolean[] accepted = new boolean[ROWS];
            for (int t = 0; t < ROWS; t++) {
                accepted[t] = t % 3 != 0;
            }
            program.accept(j, accepted);
            program.loss(put(results, "loss " + j, ROWS));
            program.encodePower(j, put(results, "heads " + j, 2 * ROWS * widths[j]));
            program.encodeExpected(j, put(results, "expected heads " + j, 2 * ROWS * widths[j]));
            program.expectedPower(j, put(results, "expected " + j, ROWS * BINS));
            program.gainSums(j, put(results, "up " + j, ROWS), put(results, "down " + j, ROWS));
            program.shares(j, put(results, "shares " + j, ROWS * BINS));
        }
        program.inverses(put(results, "inverse", ROWS * BINS), put(results, "square", ROWS * BINS));
        program.basisSums(put(results, "basis up", RANK * BINS), put(results, "basis down", RANK * BINS));
        program.activationSums(put(results, "h up", RANK * ROWS), put(results, "h down", RANK * ROWS));
        program.cost(put(results, "cost", ROWS));
        assertThat(program.rows()).isEqualTo(ROWS);
        assertThat(program.bins()).isEqualTo(BINS);
        assertThat(program.bytes()).isGreaterThan(10L * ROWS * BINS);
        program.close();
        return results;
    }

    private static double[] put(Map<String, double[]> results, String name, int size) {
        double[] values = new double[size];
        results.put(name, values);
        return values;
    }

    @Test
    void engines_agreeOnEverything() {
        Map<String, double[]> expected = results(HostEngine.of(Precision.FLOAT64));
        for (Engine engine :
                List.of(CpuEngine.shared(), Nd4jEngine.of(Precision.FLOAT32), HostEngine.of(Precision.FLOAT32))) {
            Map<String, double[]> ours = results(engine);
            expected.forEach((name, values) -> {
                double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
                assertThat(largest).as(name).isPositive();
                double[] own = ours.get(name);
                for (int i = 0; i < values.length; i++) {
                    assertThat(own[i])
                            .as(engine.name() + " " + name + " " + i)
                            .isEqualTo(values[i], within(2e-5 * largest));
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradient_isThatOfDifferences(boolean identity) {
        Dictionary dictionary = identity ? Dictionary.identity(4) : Dictionary.dct(3, 5);
        int k = dictionary.atoms();
        MixtureProgram program = program(HostEngine.of(Precision.FLOAT64), dictionary, Dictionary.identity(2));
        SplittableRandom random = new SplittableRandom(7);
        program.decode(1, random.doubles(ROWS * 2, -2, 2).toArray());
        double[] codes = random.doubles((long) ROWS * k, -2, 2).toArray();
        double[] gradient = new double[ROWS * k];
        double[] loss = new double[ROWS];
        program.propose(0, codes, loss);
        program.gradient(0, gradient);
        double[] above = new double[ROWS];
        double[] below = new double[ROWS];
        for (int i = 0; i < k; i++) {
            double step = 1e-5;
            program.propose(0, moved(codes, k, i, step), above);
            program.propose(0, moved(codes, k, i, -step), below);
            for (int t = 0; t < ROWS; t++) {
                double difference = (above[t] - below[t]) / (2 * step);
                assertThat(gradient[t * k + i]).isEqualTo(difference, within(1e-6 * (1 + Math.abs(difference))));
            }
        }
    }

    private static double[] moved(double[] codes, int k, int entry, double step) {
        double[] moved = codes.clone();
        for (int i = entry; i < moved.length; i += k) {
            moved[i] += step;
        }
        return moved;
    }

    @Test
    void farCodes_stayFinite() {
        for (Engine engine : List.of(HostEngine.of(Precision.FLOAT64), CpuEngine.shared())) {
            MixtureProgram program = program(engine, Dictionary.identity(2));
            double[] codes = new double[ROWS * 2];
            Arrays.fill(codes, 1e6);
            double[] loss = new double[ROWS];
            double[] gradient = new double[ROWS * 2];
            program.propose(0, codes, loss);
            program.gradient(0, gradient);
            assertThat(Arrays.stream(loss).allMatch(Double::isFinite)).isTrue();
            assertThat(Arrays.stream(gradient).allMatch(Double::isFinite)).isTrue();
        }
    }

    @Test
    void rowsOfATile_doNotDependOnTheOthers() {
        MixtureProgram program = program(CpuEngine.shared(), Dictionary.identity(4));
        SplittableRandom random = new SplittableRandom(8);
        double[] codes = random.doubles(ROWS * 4, -2, 2).toArray();
        double[] loss = new double[ROWS];
        program.propose(0, codes, loss);
        double[] changed = codes.clone();
        Arrays.fill(changed, 0, 5 * 4, 1);
        Arrays.fill(changed, 6 * 4, changed.length, -1);
        double[] other = new double[ROWS];
        program.propose(0, changed, other);
        assertThat(other[5]).isEqualTo(loss[5]);
        assertThat(other[4]).isNotEqualTo(loss[4]);
    }

    /** Codes of two sources, and rows in which they are taken over. */
    private static final int[] WIDTHS = {5, 4};

    private static double[] codes(int source, int seed) {
        return new SplittableRandom(seed)
                .doubles((long) ROWS * WIDTHS[source], -2, 2)
                .toArray();
    }

    private static boolean[] some(int step) {
        boolean[] rows = new boolean[ROWS];
        for (int t = 0; t < ROWS; t++) {
            rows[t] = t % step == 0;
        }
        return rows;
    }

    private static double[] mixed(double[] old, double[] proposed, boolean[] accepted) {
        double[] codes = old.clone();
        int width = codes.length / ROWS;
        for (int t = 0; t < ROWS; t++) {
            if (accepted[t]) {
                System.arraycopy(proposed, t * width, codes, t * width, width);
            }
        }
        return codes;
    }

    /** What is made of the samples. */
    private static Map<String, double[]> sums(MixtureProgram program) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        program.inverses(put(sums, "inverse", ROWS * BINS), put(sums, "square", ROWS * BINS));
        program.basisSums(put(sums, "basis up", RANK * BINS), put(sums, "basis down", RANK * BINS));
        program.activationSums(put(sums, "h up", RANK * ROWS), put(sums, "h down", RANK * ROWS));
        program.gainSums(0, put(sums, "gain up", ROWS), put(sums, "gain down", ROWS));
        program.cost(put(sums, "cost", ROWS));
        return sums;
    }

    private static void keepDecoded(MixtureProgram program, double[] first, double[] second) {
        program.decode(0, codes(0, 90));
        program.decode(1, codes(1, 91));
        program.decode(0, first);
        program.decode(1, second);
        program.keep();
    }

    private static void propose(MixtureProgram program, int source, double[] codes, boolean[] accepted) {
        program.propose(source, codes, new double[ROWS]);
        program.accept(source, accepted);
    }

    @Test
    void samplesOfAChainThatHardlyMoves_giveTheSumsOfDecodedOnes() {
        Dictionary[] dictionaries = {Dictionary.dct(3, 5), Dictionary.identity(4)};
        MixtureProgram chain = program(CpuEngine.shared(), 4, dictionaries);
        MixtureProgram decoded = program(CpuEngine.shared(), 4, dictionaries);
        double[] first = codes(0, 20);
        double[] second = codes(1, 21);
        chain.decode(0, first);
        chain.decode(1, second);
        for (int round = 0; round < 2; round++) {
            chain.forget();
            decoded.forget();
            chain.keep();
            keepDecoded(decoded, first, second);
            propose(chain, 0, codes(0, 22 + round), some(3));
            first = mixed(first, codes(0, 22 + round), some(3));
            chain.keep();
            keepDecoded(decoded, first, second);
            chain.keep();
            keepDecoded(decoded, first, second);
            propose(chain, 1, codes(1, 32 + round), some(4));
            second = mixed(second, codes(1, 32 + round), some(4));
            chain.keep();
            keepDecoded(decoded, first, second);
            Map<String, double[]> expected = sums(decoded);
            sums(chain).forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
        }
    }

    @Test
    void codesThatAreCurrentAlready_areKnownAgain() {
        MixtureProgram program = program(CpuEngine.shared(), Dictionary.identity(4));
        double[] old = codes(1, 40);
        double[] proposed = codes(1, 41);
        double[] before = new double[ROWS];
        program.decode(0, old);
        program.loss(before);
        propose(program, 0, proposed, some(3));
        double[] moved = new double[ROWS];
        program.decode(0, mixed(old, proposed, some(3)));
        program.loss(moved);
        double[] fresh = new double[ROWS];
        program.propose(0, mixed(old, proposed, some(3)), fresh);
        assertThat(moved).isEqualTo(fresh).isNotEqualTo(before);
        program.decode(0, old);
        double[] back = new double[ROWS];
        program.loss(back);
        assertThat(back).isEqualTo(before);
        // A proposal that is not taken changes nothing, though its codes are the last that were decoded.
        program.decode(0, proposed);
        program.propose(0, old, new double[ROWS]);
        program.decode(0, old);
        program.loss(back);
        assertThat(back).isEqualTo(before);
    }

    @Test
    void whatDoesNotFit_isRefused() {
        Engine engine = HostEngine.of(Precision.FLOAT64);
        Vae one = model(Dictionary.identity(2), 8, engine);
        MixtureShape shape = new MixtureShape(2, 1, 1);
        assertThatThrownBy(() -> Mixtures.compile(List.of(one, model(Dictionary.identity(2), 9, engine)), shape))
                .hasMessageContaining("8 and 9");
        assertThatThrownBy(() ->
                        Mixtures.compile(List.of(one, model(Dictionary.identity(2), 8, CpuEngine.shared())), shape))
                .hasMessageContaining("'host' and 'cpu'");
        assertThatThrownBy(() -> Mixtures.compile(List.of(), shape)).hasMessageContaining("at least one model");
        assertThatThrownBy(() -> engine.mixture(List.of(), shape)).hasMessageContaining("at least one source");
        assertThatThrownBy(() -> new MixtureShape(0, 1, 1)).hasMessageContaining("got 0, 1 and 1");
    }
}
