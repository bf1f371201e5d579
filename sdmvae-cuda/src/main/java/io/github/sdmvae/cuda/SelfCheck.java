/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Compares an engine with the reference in double precision on fresh random data: terms, results, gradients, whole steps
 * and evaluation, for a model with every part of the library and for the paper's size. For a card that nobody has tried yet.
 */
public final class SelfCheck {
    private static final int STEPS = 3;
    private static final String MOVED = "movement";
    private static final double RATE = 1e-3;
    /** Moments below this part of the largest say nothing of a step's direction. */
    private static final double SMALL = 1e-2;
    /** What a difference of movements counts: the least moments that are looked at are rounded so much more than the largest. */
    private static final double MOVEMENT = 0.02;

    private final Engine engine;
    private final long seed;

    private SelfCheck(Engine engine, long seed) {
        this.engine = engine;
        this.seed = seed;
    }

    /**
     * How far a model is from the reference.
     *
     * @param model what was compared
     * @param worst largest difference of a value, as a part of the largest value of its array
     * @param where it is
     */
    public record Outcome(String model, double worst, String where) {}

    /**
     * Small models, one with every part of the library.
     *
     * @param engine to be checked
     * @param seed of data, weights and noise
     * @return an outcome for each model
     */
    public static List<Outcome> everyPart(Engine engine, long seed) {
        return run(engine, seed, CheckCase.everyPart());
    }

    /**
     * The paper's size and its relatives.
     *
     * @param engine to be checked
     * @param seed of data, weights and noise
     * @return an outcome for each model
     */
    public static List<Outcome> commonShapes(Engine engine, long seed) {
        return run(engine, seed, CheckCase.commonShapes());
    }

    /**
     * Small models of time: both cells, all directions and recurrences, every prior and γ update along time, batches of sequences of
     * several lengths, with the gradient of the decoder's input.
     *
     * @param engine to be checked
     * @param seed of data, weights and noise
     * @return an outcome for each model
     */
    public static List<Outcome> overTime(Engine engine, long seed) {
        return overTime(engine, seed, TimeCheck.all());
    }

    static List<Outcome> overTime(Engine engine, long seed, List<TimeCheck> cases) {
        return cases.stream()
                .map(c -> compared(c.name(), engine, on -> c.everything(on, seed)))
                .toList();
    }

    /**
     * Mixtures of sources with noise, as enhancement and separation have them.
     *
     * @param engine to be checked
     * @param seed of data and codes
     * @return an outcome for each mixture
     */
    public static List<Outcome> mixtures(Engine engine, long seed) {
        return mixtures(engine, seed, MixtureCheck.all());
    }

    static List<Outcome> mixtures(Engine engine, long seed, List<MixtureCheck> cases) {
        return cases.stream()
                .map(c -> compared(c.name(), engine, on -> c.everything(on, seed)))
                .toList();
    }

    private static Outcome compared(String name, Engine engine, Function<Engine, Map<String, double[]>> everything) {
        return outcome(name, everything.apply(HostEngine.of(Precision.FLOAT64)), everything.apply(engine));
    }

    static List<Outcome> run(Engine engine, long seed, List<CheckCase> cases) {
        SelfCheck check = new SelfCheck(engine, seed);
        List<Outcome> outcomes = new ArrayList<>();
        cases.forEach(c -> outcomes.add(check.outcome(c)));
        return outcomes;
    }

    private Outcome outcome(CheckCase c) {
        return outcome(c.name(), everything(HostEngine.of(Precision.FLOAT64), c), everything(engine, c));
    }

    private static Outcome outcome(String name, Map<String, double[]> expected, Map<String, double[]> ours) {
        double worst = 0;
        String where = "nowhere";
        for (Map.Entry<String, double[]> array : expected.entrySet()) {
            double difference = difference(Objects.requireNonNull(ours.get(array.getKey())), array.getValue())
                    * (array.getKey().equals(MOVED) ? MOVEMENT : 1);
            if (!(difference <= worst)) {
                worst = difference;
                where = array.getKey();
            }
        }
        return new Outcome(name, worst, where);
    }

    private static double difference(double[] ours, double[] expected) {
        if (ours.length != expected.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 1e-6;
        double worst = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double difference = Math.abs(ours[i] - expected[i]);
            worst = difference <= worst ? worst : difference; // NaN stays
        }
        return worst / largest;
    }

    /** All that an engine computes of a case, by names. */
    static Map<String, double[]> everything(Engine on, long seed, CheckCase c) {
        return new SelfCheck(on, seed).everything(on, c);
    }

    private Map<String, double[]> everything(Engine on, CheckCase c) {
        Map<String, double[]> all = new LinkedHashMap<>();
        ModelGraph graph = c.graph();
        Objective objective = Objective.of(c.definition().prior(), c.gamma(), c.elbo());
        int width = graph.input().width();
        float[] x = CheckCase.data(3 * c.rows(), width, new Random(seed));
        Frames data = Frames.wrap(x, width, "generated");
        try (Parameters parameters = on.allocate(graph, true)) {
            parameters.write(Store.VALUES, c.initial(seed));
            try (TrainingProgram program = on.train(graph, objective, parameters, c.rows(), Exchange.none())) {
                gradient(all, c, program, parameters, data);
                steps(all, c, program, parameters, data);
                states(all, c, graph, parameters);
            }
            try (Program program = on.infer(graph, objective, parameters, c.rows())) {
                evaluation(all, c, program, data);
            }
            halves(all, on, c, parameters);
        }
        return all;
    }

    /** Encoder and decoder alone, with the gradient of their input. */
    private void halves(Map<String, double[]> all, Engine on, CheckCase c, Parameters parameters) {
        for (InputGradient.Half half : InputGradient.Half.values()) {
            try (InputGradient program = on.inputGradient(c.graph(), half, parameters, c.rows())) {
                for (int pass = 0; pass < 3; pass++) {
                    float[] x = CheckCase.data(c.rows(), program.inputSize(), new Random(seed + pass));
                    double[] input = new double[x.length];
                    Arrays.setAll(input, i -> x[i]);
                    double[] output = new double[c.rows() * program.outputSize()];
                    program.forward(input, output);
                    double[] gradient = new double[input.length];
                    program.backward(output, gradient);
                    all.put(half + " alone " + pass, output);
                    all.put(half + " gradient " + pass, gradient);
                }
            }
        }
    }

    private static int[] order(CheckCase c) {
        return IntStream.range(0, 3 * c.rows()).map(i -> 3 * c.rows() - 1 - i).toArray();
    }

    private StepValues values(CheckCase c, long step, double clipping) {
        return new StepValues(step, 0.5, c.definition().prior().relaxation(step), RATE, clipping);
    }

    private void gradient(
            Map<String, double[]> all, CheckCase c, TrainingProgram program, Parameters parameters, Frames data) {
        poison(program, parameters, data.width(), values(c, 0, Double.POSITIVE_INFINITY));
        program.stage(data, order(c), c.rows());
        program.stage(Noise.ofStep(seed));
        put(all, "", program.gradient(values(c, 0, Double.POSITIVE_INFINITY)));
        results(all, "", c, program);
        put(all, "gradient", parameters, Store.GRADIENT);
    }

    /** A pass on data that is not numbers, so that whatever a later pass does not write shows. */
    static void poison(TrainingProgram program, Parameters parameters, int width, StepValues values) {
        double[] shared = new double[parameters.length(Store.SHARED_GAMMA)];
        parameters.read(Store.SHARED_GAMMA, shared);
        double[] x = new double[program.rows() * width];
        Arrays.fill(x, Double.NaN);
        program.stage(x);
        program.stage(Noise.ofStep(1));
        program.gradient(values);
        parameters.write(Store.SHARED_GAMMA, shared);
    }

    private static void results(Map<String, double[]> all, String when, CheckCase c, Program program) {
        for (Result result : Result.values()) {
            boolean meaningless =
                    result == Result.GAMMA && !c.definition().prior().isGaussian();
            if (!meaningless && result != Result.MEAN) {
                put(all, when, program, result);
            }
        }
    }

    static void put(Map<String, double[]> all, String name, Program program, Result result) {
        double[] values = new double[program.length(result)];
        program.read(result, values);
        all.put(name + result, values);
    }

    static double[] put(Map<String, double[]> all, String name, Parameters parameters, Store store) {
        double[] values = new double[parameters.length(store)];
        parameters.read(store, values);
        all.put(name, values);
        return values;
    }

    static void put(Map<String, double[]> all, String when, LossTerms terms) {
        terms.terms().forEach(term -> all.put(when + term.name(), new double[] {term.value()}));
        all.put(when + "loss", new double[] {terms.loss()});
    }

    private void steps(
            Map<String, double[]> all, CheckCase c, TrainingProgram program, Parameters parameters, Frames data) {
        double[] before = new double[parameters.length(Store.VALUES)];
        parameters.read(Store.VALUES, before);
        List<double[]> norms = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            // Each kind of step twice: the first is done piece by piece, the second recorded.
            for (double clipping : new double[] {Double.POSITIVE_INFINITY, 0.05}) {
                int number = 2 * step + (Double.isInfinite(clipping) ? 0 : 1);
                program.stage(data, order(c), number % 3 * c.rows());
                program.stage(Noise.ofStep(seed + number));
                program.step(values(c, number, clipping));
            }
        }
        program.reports(true, (step, terms, norm) -> {
            put(all, "step " + step + " ", terms);
            norms.add(new double[] {norm});
        });
        for (int i = 0; i < norms.size(); i++) {
            all.put("norm " + i, norms.get(i));
        }
        double[] moment = put(all, "first moment", parameters, Store.FIRST_MOMENT);
        put(all, "second moment", parameters, Store.SECOND_MOMENT);
        put(all, "shared gamma", parameters, Store.SHARED_GAMMA);
        all.put(MOVED, movement(before, parameters, moment));
    }

    /** What follows from parameters by rules of its own. */
    private static void states(Map<String, double[]> all, CheckCase c, ModelGraph graph, Parameters parameters) {
        double[] values = new double[parameters.length(Store.VALUES)];
        parameters.read(Store.VALUES, values);
        graph.layout().entries().stream()
                .filter(e -> e.parameter().isState() || c.keepsNorms(e.name()))
                .forEach(e -> all.put(e.name(), Arrays.copyOfRange(values, e.offset(), e.offset() + e.length())));
    }

    /** By how much parameters moved whose direction is clear. */
    private static double[] movement(double[] before, Parameters parameters, double[] moment) {
        double[] after = new double[before.length];
        parameters.read(Store.VALUES, after);
        double largest = 0;
        for (double m : moment) {
            largest = Math.max(largest, Math.abs(m));
        }
        for (int i = 0; i < after.length; i++) {
            after[i] = Math.abs(moment[i]) < SMALL * largest ? 0 : after[i] - before[i];
        }
        return after;
    }

    private void evaluation(Map<String, double[]> all, CheckCase c, Program program, Frames data) {
        StepValues values = StepValues.evaluation(c.definition().prior(), 0.7);
        for (int pass = 0; pass < 3; pass++) {
            program.stage(data, order(c), pass * c.rows());
            program.stage(Noise.ofPoints(seed, (long) pass * c.rows()));
            put(all, "evaluation " + pass + " ", program.evaluate(values));
        }
        results(all, "evaluation ", c, program);
        program.encode();
        program.draw(values);
        program.decode();
        put(all, "drawn ", program, Result.MEAN);
        if (c.elbo().divergence() == ElboStrategy.Divergence.IMPORTANCE_WEIGHTED) {
            all.put("bounds", program.bounds(values));
        }
        program.stageCodes(new float[program.length(Result.CODE)]);
        program.decode();
        put(all, "of no code ", program, Result.MEAN);
    }
}
