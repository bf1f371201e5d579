/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.enhance.NoiseStart;
import io.github.sdmvae.examples.enhance.Recipe.Spectra;
import io.github.sdmvae.examples.enhance.Recipe.Variance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Recipes as words: a method's name and, after dots, what differs from its defaults, as in {@code variational.pauses.k4}.
 *
 * @param id the word
 * @param recipe what it means
 */
record RecipeName(String id, Recipe recipe) {
    static final String GRAMMAR =
            "after dots kN (components), fN (free ones beside those of pauses), iN (iterations), rN (noise left in, N dB"
                    + " below what it was), gain, uniform (start), pauses, recording (spectra of the"
                    + " noise), frame, shared, one, hyper (variance of the codes)";

    static RecipeName of(String id) {
        String[] words = id.split("\\.", -1);
        Recipe recipe = Recipe.of(MethodName.of(words[0]));
        for (int i = 1; i < words.length; i++) {
            recipe = changed(recipe, words[i], id);
        }
        if (recipe.free() != null && recipe.spectra() != Spectra.PAUSES) {
            throw new IllegalArgumentException(
                    "fN counts components beside those of pauses, say pauses, too; got " + id);
        }
        return new RecipeName(id, recipe);
    }

    private static Recipe changed(Recipe recipe, String word, String id) {
        if (word.matches("[kfir][0-9]{1,6}")) {
            int number = Integer.parseInt(word.substring(1));
            return switch (word.charAt(0)) {
                case 'k' -> recipe.withComponents(number);
                case 'f' -> recipe.withFree(number);
                case 'i' -> recipe.withIterations(number);
                default -> recipe.withResidual(-1.0 * number);
            };
        }
        return switch (word) {
            case "gain" -> recipe.withGain(true);
            case "uniform" -> recipe.withStart(NoiseStart.uniform());
            case "pauses" -> recipe.withSpectra(Spectra.PAUSES);
            case "recording" -> recipe.withSpectra(Spectra.RECORDING);
            case "frame", "shared", "one", "hyper" ->
                recipe.withVariance(Variance.valueOf(word.toUpperCase(Locale.ROOT)));
            default ->
                throw new IllegalArgumentException("a method may have " + GRAMMAR + "; got " + word + " in " + id);
        };
    }

    /** For people. */
    String title() {
        List<String> words = new ArrayList<>(List.of(recipe.method().title()));
        if (recipe.components() != Recipe.COMPONENTS) {
            words.add("K = " + recipe.components());
        }
        if (recipe.iterations() != null) {
            words.add(recipe.iterations() + " iterations");
        }
        if (recipe.start() == NoiseStart.UNIFORM) {
            words.add("uniform start");
        }
        if (recipe.gain()) {
            words.add("gain");
        }
        if (recipe.variance() != null) {
            words.add(title(recipe.variance()));
        }
        words.addAll(noise());
        return String.join(", ", words);
    }

    private static String title(Variance variance) {
        return switch (variance) {
            case FRAME -> "γ per frame";
            case SHARED -> "γ shared";
            case ONE -> "γ = 1";
            case HYPER -> "γ with hyperprior";
        };
    }

    /** What the title says of the noise. */
    private List<String> noise() {
        List<String> words = new ArrayList<>();
        if (recipe.spectra() != Spectra.MIXTURE) {
            words.add(recipe.spectra() == Spectra.PAUSES ? "noise from pauses" : "noise known");
        }
        if (recipe.free() != null) {
            words.add(recipe.free() + " free components");
        }
        if (recipe.residual() != null) {
            words.add(String.format(Locale.ROOT, "noise left at %.0f dB", recipe.residual()));
        }
        return words;
    }
}
