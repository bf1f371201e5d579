/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.part.DescriptionJson;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a run's result depends on: model, settings, data, engine. Kept in each checkpoint; a run may resume only from
 * checkpoints with the same.
 *
 * <p>Functions cannot be compared. Schedules are sampled at evenly spaced steps and at powers of two; priors,
 * likelihoods and γ updates of the user's own go by their names.
 *
 * @param json by name, in groups
 */
record RunIdentity(JsonObject json) {
    private static final int SAMPLES = 64;
    private static final int NAMED = 5;
    /** A schedule may be computed with functions that differ in the last bit between versions of Java. */
    private static final double TOLERANCE = 1e-12;

    private static final String OPTIONS = "options";
    private static final String VALIDATION_DATA = "validationData";
    /** Present where validation goes by another bound than the plain one, by which all runs went at first. */
    private static final String VALIDATION_BOUND = "validationBound";

    private static final String AT_STEP = " at step ";

    static RunIdentity of(RunSetup setup) {
        TrainingOptions options = setup.options();
        FrameSource validation = setup.validation();
        JsonObject json = new JsonObject();
        json.add("definition", definition(setup.definition()));
        json.add(OPTIONS, options(options, setup.gamma(), options.epochs() * (long) setup.stepsPerEpoch()));
        json.add("trainingData", data(setup.training()));
        if (validation == null) {
            json.addProperty(VALIDATION_DATA, "none");
        } else {
            json.add(VALIDATION_DATA, data(validation));
            if (!options.elbo().isPlain()) {
                json.addProperty(VALIDATION_BOUND, "the trained one");
            }
        }
        json.addProperty("engine", setup.engine().name());
        if (!setup.engine().settings().isEmpty()) {
            json.addProperty("engineSettings", setup.engine().settings());
        }
        return new RunIdentity(json);
    }

    private static JsonObject definition(ModelDefinition definition) {
        JsonObject json = JsonParser.parseString(definition.toJson()).getAsJsonObject();
        Dictionary dictionary = definition.dictionary();
        if (dictionary.kind() == Dictionary.Kind.GIVEN || dictionary.kind() == Dictionary.Kind.RANDOM) {
            Json.object(json, "dictionary").addProperty("fingerprint", Fingerprint.of(dictionary.toArray()));
        }
        return json;
    }

    private static JsonObject options(TrainingOptions options, GammaUpdate gamma, long steps) {
        JsonObject json = new JsonObject();
        json.addProperty("optimizer", "adam");
        json.addProperty("epochs", options.epochs());
        json.addProperty("batchSize", options.batchSize());
        json.addProperty("patience", options.patience());
        json.add("gradientClipping", Json.number(options.gradientClipping()));
        json.add("gammaUpdate", DescriptionJson.toJson(gamma.describe()));
        json.addProperty("divergence", options.elbo().divergence().name());
        json.addProperty("samples", options.elbo().samples());
        json.add("freeBits", Json.number(options.elbo().freeBits()));
        json.addProperty("seed", options.seed());
        if (options.unitAtoms()) {
            json.addProperty("unitAtoms", true);
        }
        json.add("learningRate", schedule(options.learningRate()::at, steps));
        JsonObject beta = schedule(options.elbo().beta()::at, steps);
        // Under the step that validation went by before schedules said its β themselves.
        beta.add(
                Long.toString(Long.MAX_VALUE), Json.number(options.elbo().beta().validationBeta()));
        json.add("beta", beta);
        return json;
    }

    private static JsonObject schedule(LongToDoubleFunction schedule, long steps) {
        SortedSet<Long> at = new TreeSet<>();
        for (int i = 0; i < SAMPLES; i++) {
            at.add(Math.round((steps - 1.0) * i / (SAMPLES - 1)));
        }
        for (long step = 1; step < steps; step *= 2) {
            at.add(step);
        }
        JsonObject json = new JsonObject();
        at.forEach(step -> json.add(Long.toString(step), Json.number(schedule.applyAsDouble(step))));
        return json;
    }

    private static JsonObject data(FrameSource data) {
        JsonObject json = new JsonObject();
        json.addProperty("rows", data.size());
        json.addProperty("width", data.width());
        json.addProperty("description", data.description());
        json.addProperty("fingerprint", Fingerprint.of(data));
        return json;
    }

    /**
     * Refuses the identity of a checkpoint in which something else stands where an object, a list or a value belongs.
     *
     * @throws IllegalArgumentException naming the member
     */
    void requireForm(RunIdentity made) {
        requireForm("run", json, made.json);
    }

    private static void requireForm(String name, JsonObject here, JsonObject there) {
        for (Map.Entry<String, JsonElement> e : there.entrySet()) {
            JsonElement expected = here.get(e.getKey());
            // Without validation data its place holds a word.
            if (expected == null || e.getKey().equals(VALIDATION_DATA)) {
                continue;
            }
            String member = name + "." + e.getKey();
            if (expected.isJsonObject()) {
                requireForm(member, expected.getAsJsonObject(), Json.object(there, e.getKey()));
            } else if (expected.isJsonPrimitive() != e.getValue().isJsonPrimitive()) {
                throw new IllegalArgumentException("its JSON's '" + member + "' is of the wrong type");
            }
        }
    }

    /** What this run has and a checkpoint was made without, or the other way round; empty if it may be resumed. */
    List<String> differencesFrom(RunIdentity made) {
        Map<String, String> here = flat(json);
        Map<String, String> there = flat(made.json);
        if (here.containsKey(VALIDATION_BOUND) && there.containsKey(VALIDATION_DATA + ".rows")) {
            there.putIfAbsent(VALIDATION_BOUND, "the plain one");
        }
        Set<String> names = new LinkedHashSet<>(here.keySet());
        names.addAll(there.keySet());
        Map<String, String> differences = new LinkedHashMap<>();
        for (String name : names) {
            String a = here.get(name);
            String b = there.get(name);
            int atStep = name.indexOf(AT_STEP);
            // Other epochs or batches sample a schedule at other steps: that is named already.
            boolean notSampled = atStep >= 0 && (a == null || b == null);
            if (!notSampled && !same(a, b)) {
                // Of a schedule, the first difference says enough.
                differences.putIfAbsent(
                        atStep < 0 ? name : name.substring(0, atStep),
                        name + " is " + (a == null ? "not set" : a) + ", the checkpoint was made with "
                                + (b == null ? "none" : b));
            }
        }
        return shortened(List.copyOf(differences.values()));
    }

    private static List<String> shortened(List<String> differences) {
        if (differences.size() <= NAMED) {
            return differences;
        }
        List<String> first = new ArrayList<>(differences.subList(0, NAMED));
        first.add("and " + (differences.size() - NAMED) + " more differences");
        return first;
    }

    private static boolean same(@Nullable String a, @Nullable String b) {
        if (Objects.equals(a, b)) {
            return true;
        }
        return a != null && b != null && isFraction(a) && isFraction(b) && close(a, b);
    }

    /** Whole numbers (seeds among them) must agree to the last digit. */
    private static boolean isFraction(String text) {
        return text.matches("-?[0-9]+\\.[0-9]+([eE]-?[0-9]+)?");
    }

    private static boolean close(String a, String b) {
        double x = Double.parseDouble(a);
        double y = Double.parseDouble(b);
        return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
    }

    private static Map<String, String> flat(JsonObject json) {
        Map<String, String> flat = new LinkedHashMap<>();
        json.entrySet().forEach(e -> flatten(e.getKey().equals(OPTIONS) ? "" : e.getKey(), e.getValue(), flat));
        return flat;
    }

    private static void flatten(String name, JsonElement value, Map<String, String> flat) {
        if (!value.isJsonObject()) {
            flat.put(name, value.isJsonPrimitive() ? value.getAsString() : value.toString());
            return;
        }
        for (Map.Entry<String, JsonElement> e : value.getAsJsonObject().entrySet()) {
            boolean step = !e.getKey().isEmpty() && Character.isDigit(e.getKey().charAt(0));
            String separator = name.isEmpty() ? "" : step ? AT_STEP : ".";
            flatten(name + separator + e.getKey(), e.getValue(), flat);
        }
    }
}
