/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.likelihood.Likelihoods;
import io.github.sdmvae.mask.Bands;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.GammaUpdates;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.Priors;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.transform.DataTransform;
import io.github.sdmvae.transform.DataTransforms;
import io.github.sdmvae.transform.InputTransform;
import io.github.sdmvae.transform.InputTransforms;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Model files with every member and part that came after the first files of format 1 ({@code RecordedBytesTest}), in
 * {@code formats/v1-members}: each is read as what it was when it was written, and written again as the same. A part without a
 * file fails. Files that lie there are never written again; missing ones are added by
 *
 * <pre>mvn test -pl sdmvae-core -am -Dtest=GoldenFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dsdmvae.golden.files=FOLDER</pre>
 */
class GoldenFilesTest {
    private static final String FOLDER = "sdmvae.golden.files";
    private static final String ENDING = ".sdmvae";
    private static final String OUTPUTS = "outputs.json";
    private static final int WIDTH = 6;
    private static final Frames DATA = TestParts.speechLike(60, WIDTH, 1);

    private static Path resource(String name) throws URISyntaxException {
        URL url = GoldenFilesTest.class.getResource("/formats/" + name);
        assertThat(url).as(name).isNotNull();
        return Path.of(url.toURI());
    }

    private static ModelDefinitionBuilder base() {
        return ModelDefinition.builder().inputSize(WIDTH).hidden(4).seed(7);
    }

    private static ModelDefinitionBuilder small() {
        return base().latentSize(3);
    }

    private static ModelDefinitionBuilder sparse(GammaUpdate update) {
        return base().dictionary(Dictionary.random(2, 3, 1)).prior(Prior.learnedVariance(update));
    }

    /** What the files hold, by name. A new part, layer or member is a line here and a file. */
    private static Map<String, ModelDefinitionBuilder> definitions() {
        Map<String, ModelDefinitionBuilder> all = new LinkedHashMap<>();
        all.put("transform-logPower", small().inputTransform(InputTransform.logPower(1e-5)));
        all.put("transform-logPower-scaled", small().inputTransform(InputTransform.logPower(1e-6, 0.2)));
        all.put("transform-powerLaw", small().inputTransform(InputTransform.powerLaw(0.3)));
        all.put("transform-standardise", small().inputTransform(InputTransform.standardise(DATA)));
        all.put(
                "data-standardise",
                small().likelihood(Likelihood.gaussian(0.1)).dataTransform(DataTransform.standardise(DATA)));
        all.put("likelihood-featureVariance", small().likelihood(Likelihood.gaussianFeatureVariance(3, 0.2)));
        all.put("prior-absolutePenalty", small().prior(Prior.absolutePenalty(0.2)));
        all.put("gamma-fixed", sparse(GammaUpdate.fixed(0.4)));
        all.put(
                "dictionary-coherence",
                base().dictionary(Dictionary.dctWithConstant(3, 5).learned(0.5).withCoherenceAtMost(0.9)));
        all.put("network", small().encoderHidden(5, 4).decoderHidden().activation(Activation.RELU));
        all.put("activation-sigmoid", small().activation(Activation.SIGMOID));
        all.put("activation-identity", small().activation(Activation.IDENTITY));
        all.put(
                "selector",
                small().prior(Prior.standardNormal())
                        .selector(DimensionSelector.of(3).withHidden(5).withFloor(0.2)));
        all.put("selector-ofCode", small().selector(DimensionSelector.of(2).ofCode()));
        all.put(
                "sparseDecoding",
                small().sparseDecoding(SparseDecoding.standard()
                        .withRates(7, 0.5)
                        .withBeta(2, 9)
                        .withScale(0.1)
                        .withGroups(Bands.equal(WIDTH, 2))));
        all.put(
                "sparseDecoding-proximal",
                small().sparseDecoding(SparseDecoding.standard().withProximalSteps()));
        putTimeModels(all);
        return all;
    }

    private static void putTimeModels(Map<String, ModelDefinitionBuilder> all) {
        all.put("time-rvae", small().prior(Prior.standardNormal()).dynamics(Dynamics.rvae()));
        all.put("time-both-ways", small().dynamics(Dynamics.bidirectionalRvae()));
        all.put(
                "time-streaming-gru",
                small().dynamics(Dynamics.streamingRvae()
                        .withCell(RecurrentCell.GRU)
                        .withRecurrence(CodeRecurrence.RECURRENT)));
        all.put("time-dkf", small().prior(Prior.markov()).dynamics(Dynamics.dkf()));
        all.put("time-block", sparse(GammaUpdate.block(3)).dynamics(Dynamics.rvae()));
        all.put("time-correlated", sparse(GammaUpdate.correlated(3, 0.7)).dynamics(Dynamics.rvae()));
        all.put("time-smoothed", sparse(GammaUpdate.smoothed(3, 2, 1.5)).dynamics(Dynamics.rvae()));
        all.put("time-coupled", sparse(GammaUpdate.coupled(3, 2, 1)).dynamics(Dynamics.rvae()));
        all.put("time-anchored", sparse(GammaUpdate.anchored(1.5)).dynamics(Dynamics.rvae()));
        all.put(
                "time-recurrently-anchored",
                sparse(GammaUpdate.recurrentlyAnchored(1)).dynamics(Dynamics.rvae()));
        all.put("time-innovation", sparse(GammaUpdate.innovation()).dynamics(Dynamics.dkf()));
    }

    private static Vae untrained(ModelDefinitionBuilder builder) {
        return Vae.untrained(builder.build().forTrainingRows(DATA.size())).withNote("golden", "{\"of\": \"format 1\"}");
    }

    /** With what training alone leaves: bound, γ of the data, provenance. */
    private static Vae trained() {
        ElboStrategy bound = ElboStrategy.importanceWeighted(3).withBeta(BetaSchedule.constant(0.5));
        return Trainer.builder()
                .epochs(1)
                .batchSize(20)
                .elbo(bound)
                .build()
                .fit(small().build(), DATA, DATA)
                .model();
    }

    @TestFactory
    Stream<DynamicTest> files_areReadAsWhatTheyWere(@TempDir Path folder) throws Exception {
        JsonObject outputs = JsonParser.parseString(Files.readString(resource("v1-members/" + OUTPUTS)))
                .getAsJsonObject();
        return definitions().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    Path file = resource("v1-members/" + entry.getKey() + ENDING);
                    Vae model = Vae.load(file);
                    assertThat(model.definition())
                            .isEqualTo(entry.getValue().build().forTrainingRows(DATA.size()));
                    assertThat(model.notes()).containsOnlyKeys("golden");
                    compare(model, outputs.getAsJsonArray(entry.getKey()));
                    Path again = folder.resolve(entry.getKey() + ENDING);
                    model.save(again);
                    assertThat(members(again)).isEqualTo(members(file));
                }));
    }

    @Test
    void trainedFile_hasBoundAndProvenance() throws Exception {
        Vae model = Vae.load(resource("v1-members/trained" + ENDING));
        assertThat(model.definition()).isEqualTo(small().build());
        assertThat(model.state().elbo())
                .isEqualTo(ElboStrategy.importanceWeighted(3).withBeta(BetaSchedule.constant(0.5)));
        assertThat(model.state().meanGamma()).hasSize(3);
        assertThat(model.state().provenance())
                .isNotEqualTo(untrained(small()).state().provenance());
    }

    @Test
    void everyPart_isInAFile() throws Exception {
        List<String> names = new ArrayList<>();
        names.addAll(Priors.registry().names());
        names.addAll(GammaUpdates.registry().names());
        names.addAll(Likelihoods.registry().names());
        names.addAll(InputTransforms.registry().names());
        names.addAll(DataTransforms.registry().names());
        names.addAll(DefinitionParts.names());
        Stream.of(Activation.values()).map(Activation::label).forEach(names::add);
        Stream.of(Dictionary.Kind.values()).map(Dictionary.Kind::label).forEach(names::add);
        StringBuilder written = new StringBuilder();
        for (String folder : List.of("v1", "v1-members")) {
            try (Stream<Path> files = Files.list(resource(folder))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(ENDING)).toList()) {
                    written.append(members(file).get("model.json"));
                }
            }
        }
        String text = written.toString();
        assertThat(names).allSatisfy(name -> assertThat(text).contains('"' + name + '"'));
    }

    /** Everything in a file, texts as they are, arrays as one character a byte. */
    private static SortedMap<String, String> members(Path file) throws IOException {
        SortedMap<String, String> members = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                members.put(entry.getName(), new String(bytes, StandardCharsets.ISO_8859_1));
            }
        }
        return members;
    }

    private static float[][] outputs(Vae model) {
        return model.reconstruct(TestParts.rows(DATA, 5));
    }

    private static void compare(Vae model, JsonArray expected) {
        float[][] now = outputs(model);
        assertThat(expected).hasSize(now.length * WIDTH);
        for (int i = 0; i < expected.size(); i++) {
            double then = expected.get(i).getAsDouble();
            // What other kernels of OpenBLAS may differ by.
            assertThat((double) now[i / WIDTH][i % WIDTH]).isCloseTo(then, within(1e-4 * (1e-3 + Math.abs(then))));
        }
    }

    /** No test, but how missing files are made. */
    @Test
    @EnabledIfSystemProperty(named = FOLDER, matches = ".+")
    void writeFiles() throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty(FOLDER)));
        Path outputs = folder.resolve(OUTPUTS);
        JsonObject numbers = Files.exists(outputs)
                ? JsonParser.parseString(Files.readString(outputs)).getAsJsonObject()
                : new JsonObject();
        if (!Files.exists(folder.resolve("trained" + ENDING))) {
            trained().save(folder.resolve("trained" + ENDING));
        }
        for (Map.Entry<String, ModelDefinitionBuilder> entry : definitions().entrySet()) {
            Path file = folder.resolve(entry.getKey() + ENDING);
            if (!Files.exists(file)) {
                Vae model = untrained(entry.getValue());
                model.save(file);
                JsonArray values = new JsonArray();
                for (float[] row : outputs(model)) {
                    for (float value : row) {
                        values.add(value);
                    }
                }
                numbers.add(entry.getKey(), values);
            }
        }
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<String, JsonElement> entry : numbers.entrySet()) {
            text.append(text.length() > 1 ? ",\n" : "\n")
                    .append('"')
                    .append(entry.getKey())
                    .append("\": ")
                    .append(entry.getValue());
        }
        Files.writeString(outputs, text.append("\n}\n"));
    }
}
