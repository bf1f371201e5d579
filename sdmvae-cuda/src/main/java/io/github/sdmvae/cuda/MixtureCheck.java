/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.Mixtures;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.InputTransform;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A mixture to compare engines on: everything that enhancement and separation ask of a tile, three times on fresh data, after a
 * pass on data that is not numbers.
 *
 * @param name says what is special about it
 * @param models of the sources
 * @param shape of the tile
 * @param loudness factor on the parameters: beyond 1 log-variances leave their limits
 */
record MixtureCheck(String name, List<ModelDefinition> models, MixtureShape shape, float loudness) {
    private static final int PASSES = 3;

    private MixtureCheck(String name, List<ModelDefinition> models, MixtureShape shape) {
        this(name, models, shape, 1);
    }

    /** One and several sources, small and large tiles, without noise, and a model of time. */
    static List<MixtureCheck> all() {
        ModelDefinition plain = model(70, Dictionary.identity(4)).build();
        ModelDefinition wide = model(70, Dictionary.dct(3, 5)).build();
        ModelDefinition deep = model(300, Dictionary.dct(4, 9).learned())
                .encoderHidden(9, 7)
                .decoderHidden(6, 33)
                .prior(Prior.laplace(0.7))
                .build();
        ModelDefinition loud =
                model(70, Dictionary.identity(4)).activation(Activation.RELU).build();
        ModelDefinition one = model(1, Dictionary.identity(1))
                .inputTransform(InputTransform.powerLaw(0.3))
                .build();
        ModelDefinition overTime =
                model(7, Dictionary.identity(3)).dynamics(Dynamics.rvae()).build();
        ModelDefinition bothWays = model(7, Dictionary.dct(3, 4))
                .dynamics(Dynamics.bidirectionalRvae())
                .build();
        ModelDefinition still = model(7, Dictionary.identity(2)).build();
        return List.of(
                new MixtureCheck("mixture of two sources", List.of(wide, plain), new MixtureShape(13, 3, 2)),
                new MixtureCheck("mixture of one source", List.of(deep), new MixtureShape(5, 8, 4)),
                new MixtureCheck(
                        "mixture of three sources without noise",
                        List.of(plain, wide, plain),
                        new MixtureShape(6, 0, 1)),
                new MixtureCheck("mixture beyond limits", List.of(loud, loud), new MixtureShape(7, 2, 2), 6),
                new MixtureCheck("mixture of one of everything", List.of(one), new MixtureShape(1, 1, 1)),
                new MixtureCheck("mixture with a model of time", List.of(overTime), new MixtureShape(6, 2, 2)),
                new MixtureCheck(
                        "mixture of models of time and frames", List.of(bothWays, still), new MixtureShape(7, 1, 2)));
    }

    private static ModelDefinitionBuilder model(int bins, Dictionary dictionary) {
        return ModelDefinition.builder()
                .inputSize(bins)
                .hidden(11)
                .dictionary(dictionary)
                .inputTransform(InputTransform.logPower(1e-5));
    }

    /** All that an engine computes, by names. */
    Map<String, double[]> everything(Engine on, long seed) {
        List<Vae> sources =
                models.stream().map(model -> Vae.of(model, state(model), on)).toList();
        Map<String, double[]> all = new LinkedHashMap<>();
        try (MixtureProgram program = Mixtures.compile(sources, shape)) {
            pass(program, "", new Source(seed, true), new LinkedHashMap<>());
            for (int pass = 0; pass < PASSES; pass++) {
                program.frames(Math.max(1, shape.rows() - pass)); // of meaning for models of time alone
                pass(program, "pass " + pass + ", ", new Source(seed + pass, false), all);
            }
        }
        return all;
    }

    private ModelState state(ModelDefinition model) {
        ModelState initial = ModelState.initial(model);
        float[] values = initial.parameters();
        for (int i = 0; i < values.length; i++) {
            values[i] *= loudness;
        }
        return ModelState.of(values, initial.gamma(), initial.sharedGamma(), null, initial.provenance());
    }

    /** Numbers, or none. */
    private static final class Source {
        private final SplittableRandom random;
        private final boolean poisonous;

        Source(long seed, boolean poisonous) {
            random = new SplittableRandom(seed);
            this.poisonous = poisonous;
        }

        double[] next(int count, double least, double most) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = poisonous ? Double.NaN : (float) random.nextDouble(least, most);
            }
            return values;
        }
    }

    private double[] codes(int source, Source from) {
        return from.next(shape.rows() * models.get(source).codeSize(), -2, 2);
    }

    private static double[] put(Map<String, double[]> all, String name, int size) {
        double[] values = new double[size];
        all.put(name, values);
        return values;
    }

    private void pass(MixtureProgram program, String when, Source from, Map<String, double[]> all) {
        int rows = shape.rows();
        int bins = program.bins();
        program.power(from.next(rows * bins, 1e-6, 3));
        double[] activations = from.next(rows * shape.noiseRank(), 0, 2);
        Arrays.fill(
                activations, 0, rows / 2 * shape.noiseRank(), 0); // frames without noise have the least there may be
        program.noise(activations, from.next(shape.noiseRank() * bins, 0, 0.1));
        program.clearShares();
        program.forget();
        double[][] current = new double[models.size()][];
        for (int j = 0; j < models.size(); j++) {
            program.gain(j, from.next(rows, 0.5, 2));
            current[j] = codes(j, from);
            program.decode(j, current[j]);
        }
        program.loss(put(all, when + "loss", rows));
        for (int r = 0; r < shape.samples(); r++) {
            program.keep();
            program.addShares();
            for (int j = 0; j < models.size(); j++) {
                source(program, j, current[j], when + "sample " + r + ", source " + j + ", ", from, all);
            }
        }
        for (int j = 0; j < models.size(); j++) {
            program.gainSums(j, put(all, when + "gain up " + j, rows), put(all, when + "gain down " + j, rows));
            program.shares(j, put(all, when + "shares " + j, rows * bins));
        }
        program.inverses(put(all, when + "inverse", rows * bins), put(all, when + "square", rows * bins));
        int rank = shape.noiseRank();
        program.basisSums(put(all, when + "basis up", rank * bins), put(all, when + "basis down", rank * bins));
        program.activationSums(put(all, when + "h up", rank * rows), put(all, when + "h down", rank * rows));
        program.cost(put(all, when + "cost", rows));
    }

    private void source(
            MixtureProgram program, int j, double[] current, String when, Source from, Map<String, double[]> all) {
        int rows = shape.rows();
        int width = models.get(j).codeSize();
        double[] codes = codes(j, from);
        if (j % 2 == 0) {
            program.propose(j, codes, put(all, when + "proposed loss", rows));
        } else {
            program.propose(j, codes);
        }
        program.gradient(j, put(all, when + "gradient", rows * width));
        boolean[] accepted = new boolean[rows];
        for (int t = 0; t < rows; t++) {
            accepted[t] = t % 3 != 1;
        }
        program.accept(j, accepted);
        program.loss(put(all, when + "loss after", rows));
        program.encodePower(j, put(all, when + "heads", 2 * rows * width));
        program.expectedPower(j, put(all, when + "expected", rows * program.bins()));
        double[] heads = put(all, when + "expected heads", 2 * rows * width);
        program.encodeExpected(j, heads);
        for (int t = 0; t < rows; t++) {
            System.arraycopy(accepted[t] ? codes : current, t * width, current, t * width, width);
        }
        program.decode(j, current.clone()); // where rows stand alone they are current already
        program.loss(put(all, when + "loss of these codes", rows));
        System.arraycopy(codes, 0, current, 0, codes.length);
        program.decode(j, codes);
        program.loss(put(all, when + "loss of all that was proposed", rows));
    }
}
