/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Methods on the same mixtures, as far as they are finished.
 *
 * @param noisy the mixtures themselves
 * @param methods all others, in the order of the table
 */
record Comparison(MethodResult noisy, List<MethodResult> methods) {

    Comparison {
        methods = List.copyOf(methods);
    }

    /** The levels of the mixtures, from low to high. */
    List<Double> levels() {
        return noisy.mixtures().stream()
                .map(MixtureScores::level)
                .distinct()
                .sorted()
                .toList();
    }

    List<String> noises() {
        return noisy.mixtures().stream()
                .map(MixtureScores::noise)
                .distinct()
                .sorted()
                .toList();
    }

    /** Mean of a score itself. */
    static Mean absolute(MethodResult method, Score score) {
        return Mean.of(method.mixtures().stream().map(m -> m.of(score)).toList());
    }

    /** Improvement over the noisy input. */
    Mean improvement(MethodResult method, Score score) {
        return difference(method, noisy, score, mixture -> true);
    }

    Mean improvement(MethodResult method, Score score, Predicate<MixtureScores> chosen) {
        return difference(method, noisy, score, chosen);
    }

    /** Paired: mixture by mixture. */
    static Mean difference(MethodResult one, MethodResult other, Score score, Predicate<MixtureScores> chosen) {
        List<Double> differences = new ArrayList<>();
        for (MixtureScores mine : one.mixtures()) {
            Optional<MixtureScores> theirs = other.of(mine.number());
            if (theirs.isPresent() && chosen.test(mine)) {
                differences.add(mine.of(score) - theirs.get().of(score));
            }
        }
        return Mean.of(differences);
    }

    /** The least improvement of all mixtures; NaN without any. */
    double worst(MethodResult method, Score score) {
        return method.mixtures().stream()
                .mapToDouble(mine -> noisy.of(mine.number())
                        .map(theirs -> mine.of(score) - theirs.of(score))
                        .orElse(Double.NaN))
                .filter(Double::isFinite)
                .min()
                .orElse(Double.NaN);
    }

    /** Wall-clock seconds per second of sound. */
    static double seconds(MethodResult method) {
        return method.mixtures().stream()
                .mapToDouble(MixtureScores::seconds)
                .average()
                .orElse(Double.NaN);
    }

    Optional<MethodResult> find(String id) {
        return methods.stream().filter(m -> m.method().equals(id)).findFirst();
    }
}
