/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.enhance.PosteriorMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The methods by the names of the command line. */
enum MethodName {
    MH("Metropolis–Hastings", PosteriorMethod::metropolisHastings),
    LANGEVIN("Langevin", PosteriorMethod::langevin),
    MALA("MALA", PosteriorMethod::mala),
    POINT("point estimate", PosteriorMethod::pointEstimate),
    VARIATIONAL("variational", PosteriorMethod::variational),
    FIXED("fixed encoder", PosteriorMethod::fixedEncoder);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a factory
    private final Supplier<PosteriorMethod> method;

    MethodName(String title, Supplier<PosteriorMethod> method) {
        this.title = title;
        this.method = method;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    PosteriorMethod method() {
        return method.get();
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(MethodName::id).toList();
    }

    static MethodName of(String id) {
        return Arrays.stream(values())
                .filter(name -> name.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a method is one of " + ids() + ", got " + id));
    }
}
