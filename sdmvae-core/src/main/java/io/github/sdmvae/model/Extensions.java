/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.likelihood.LikelihoodFunction;
import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.Part;
import io.github.sdmvae.prior.GammaFunction;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.PriorFunction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Priors, likelihoods and γ updates of the user's own, by name, for loading a model that was made with them. Immutable.
 */
public final class Extensions implements Description.Extensible {
    private static final Extensions NONE = new Extensions(Map.of(), Map.of(), Map.of());

    private final Map<String, PriorFunction> priors;
    private final Map<String, LikelihoodFunction> likelihoods;
    private final Map<String, GammaFunction> gammas;

    private Extensions(
            Map<String, PriorFunction> priors,
            Map<String, LikelihoodFunction> likelihoods,
            Map<String, GammaFunction> gammas) {
        this.priors = Map.copyOf(priors);
        this.likelihoods = Map.copyOf(likelihoods);
        this.gammas = Map.copyOf(gammas);
    }

    /**
     * No extensions.
     *
     * @return an empty set
     */
    public static Extensions none() {
        return NONE;
    }

    /**
     * These and one more.
     *
     * @param prior found by its name
     * @return a new set
     */
    public Extensions with(PriorFunction prior) {
        return new Extensions(plus(priors, prior.name(), prior), likelihoods, gammas);
    }

    /**
     * These and one more.
     *
     * @param likelihood found by its name
     * @return a new set
     */
    public Extensions with(LikelihoodFunction likelihood) {
        return new Extensions(priors, plus(likelihoods, likelihood.name(), likelihood), gammas);
    }

    /**
     * These and one more.
     *
     * @param gamma found by its name
     * @return a new set
     */
    public Extensions with(GammaFunction gamma) {
        return new Extensions(priors, likelihoods, plus(gammas, gamma.name(), gamma));
    }

    private static <T> Map<String, T> plus(Map<String, T> map, String name, T value) {
        Map<String, T> copy = new HashMap<>(map);
        copy.put(name, value);
        return copy;
    }

    /**
     * A prior by name.
     *
     * @param name as it calls itself
     * @return the prior, if there is one of that name
     */
    public Optional<PriorFunction> prior(String name) {
        return Optional.ofNullable(priors.get(name));
    }

    /**
     * A likelihood by name.
     *
     * @param name as it calls itself
     * @return the likelihood, if there is one of that name
     */
    public Optional<LikelihoodFunction> likelihood(String name) {
        return Optional.ofNullable(likelihoods.get(name));
    }

    /**
     * A γ update by name.
     *
     * @param name as it calls itself
     * @return the update, if there is one of that name
     */
    public Optional<GammaFunction> gamma(String name) {
        return Optional.ofNullable(gammas.get(name));
    }

    @Override
    public <T extends Part> @Nullable T find(Class<T> type, String name) {
        Part found = null;
        if (type == Prior.class) {
            found = prior(name).map(Prior::custom).orElse(null);
        } else if (type == Likelihood.class) {
            found = likelihood(name).map(Likelihood::custom).orElse(null);
        } else if (type == GammaUpdate.class) {
            found = gamma(name).map(GammaUpdate::custom).orElse(null);
        }
        return found == null ? null : type.cast(found);
    }
}
