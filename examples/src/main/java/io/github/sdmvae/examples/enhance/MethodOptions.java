/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.examples.enhance.Recipe.Spectra;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.output.Checksum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which methods a table compares. */
final class MethodOptions {
    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            description = {
                "Which methods. Without a model: oracle, subtraction, wiener, logmmse. With each --model: mh, langevin,"
                        + " mala, point, variational, fixed, and " + RecipeName.GRAMMAR + ". Default: all."
            })
    private List<String> names = List.of();

    @Option(
            names = "--model",
            paramLabel = "NAME=FILE",
            description = "A trained model and what to call it; may be given several times.")
    private Map<String, Path> models = new LinkedHashMap<>();

    /**
     * The methods in the order asked for; those with a model once for each.
     *
     * @param frontEnd of those without
     * @param recordings how models are read
     * @param seed of the draws
     */
    List<Method> chosen(SpeechFrontEnd frontEnd, RecordingOptions recordings, long seed) throws IOException {
        List<Method> free = Method.withoutModel(frontEnd);
        List<String> wanted = names.isEmpty()
                ? Stream.concat(free.stream().map(Method::id), MethodName.ids().stream())
                        .toList()
                : names;
        Map<String, SpeechModel> loaded = new LinkedHashMap<>();
        for (Map.Entry<String, Path> model : models.entrySet()) {
            if (!model.getKey().matches("[A-Za-z0-9_]+")) {
                throw new IllegalArgumentException(
                        "--model NAME must be of letters, digits and _, got " + model.getKey());
            }
            loaded.put(model.getKey(), recordings.loadModel(model.getValue()));
        }
        List<Method> chosen = new ArrayList<>();
        for (String name : wanted) {
            Optional<Method> simple =
                    free.stream().filter(method -> method.id().equals(name)).findFirst();
            if (simple.isPresent()) {
                chosen.add(simple.get());
            } else {
                chosen.addAll(withModels(RecipeName.of(name), loaded, seed));
            }
        }
        return chosen;
    }

    private List<Method> withModels(RecipeName name, Map<String, SpeechModel> loaded, long seed) throws IOException {
        if (loaded.isEmpty() && !names.isEmpty()) {
            throw new IllegalArgumentException(
                    "--methods " + name.id() + " needs a --model NAME=FILE: one of TrainSpeech,"
                            + " or of those that are shipped, in sdmvae-pretrained/src/main/resources/io/github/sdmvae/pretrained");
        }
        List<Method> methods = new ArrayList<>();
        for (Map.Entry<String, SpeechModel> model : loaded.entrySet()) {
            String source = "1 " + name.id() + " seed " + seed + " "
                    + Checksum.of(java.util.Objects.requireNonNull(models.get(model.getKey())));
            methods.add(new Method(
                    name.id() + "-" + model.getKey(),
                    name.title() + " (" + model.getKey() + ")",
                    source,
                    mixture -> enhanced(name.recipe(), model.getValue(), mixture, seed)));
        }
        return methods;
    }

    private static AudioClip enhanced(Recipe recipe, SpeechModel model, Mixture mixture, long seed) throws IOException {
        AudioClip noise = recipe.spectra() == Spectra.RECORDING ? mixture.elsewhere() : null;
        return recipe.builder(model, noise)
                .seed(seed)
                .build()
                .enhance(mixture.noisy())
                .speech();
    }
}
