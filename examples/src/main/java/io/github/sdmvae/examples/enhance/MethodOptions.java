/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.examples.enhance.Recipe.Spectra;
import io.github.sdmvae.examples.options.RecordingOptions;
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
            description = "A trained model and what to call it; may be given several times. Default: those that are"
                    + " shipped, vae and sdm.")
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
        List<NamedModel> priors = needsModel(wanted, free)
                ? models.isEmpty() ? NamedModel.shipped() : NamedModel.read(models, recordings)
                : List.of();
        List<Method> chosen = new ArrayList<>();
        for (String name : wanted) {
            Optional<Method> simple =
                    free.stream().filter(method -> method.id().equals(name)).findFirst();
            if (simple.isPresent()) {
                chosen.add(simple.get());
            } else {
                RecipeName recipe = RecipeName.of(name);
                priors.forEach(prior -> chosen.add(method(recipe, prior, seed)));
            }
        }
        return chosen;
    }

    private static boolean needsModel(List<String> wanted, List<Method> free) {
        return !free.stream().map(Method::id).toList().containsAll(wanted);
    }

    private static Method method(RecipeName name, NamedModel prior, long seed) {
        return new Method(
                name.id() + "-" + prior.name(),
                name.title() + " (" + prior.name() + ")",
                "1 " + name.id() + " seed " + seed + " " + prior.checksum(),
                mixture -> enhanced(name.recipe(), prior.model(), mixture, seed));
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
