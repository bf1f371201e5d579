/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a method has been scored on so far; a file of its own.
 *
 * @param method its id
 * @param title in the table
 * @param source what it was scored with
 * @param mixtures in the order of their numbers
 */
record MethodResult(String method, String title, String source, List<MixtureScores> mixtures) {

    MethodResult {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(source, "source");
        mixtures = List.copyOf(mixtures);
    }

    static MethodResult none(Method method) {
        return new MethodResult(method.id(), method.title(), method.source(), List.of());
    }

    MethodResult with(MixtureScores scores) {
        List<MixtureScores> more = new ArrayList<>(mixtures);
        more.add(scores);
        more.sort(Comparator.comparingInt(MixtureScores::number));
        return new MethodResult(method, title, source, more);
    }

    /** Empty if that mixture has not been scored. */
    Optional<MixtureScores> of(int number) {
        return mixtures.stream().filter(m -> m.number() == number).findFirst();
    }

    /** Those of the first mixtures. */
    MethodResult first(int count) {
        return new MethodResult(
                method,
                title,
                source,
                mixtures.stream().filter(m -> m.number() < count).toList());
    }
}
