/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.graph.Parameter.Start;
import java.util.List;

/**
 * From the code to the latent vector, {@code z = D a}. An identity has no node.
 *
 * @param dictionary D, m × k
 */
public record DictionaryNode(Dictionary dictionary) implements Node {
    /** Name of a learned dictionary, m × k. */
    public static final String DICTIONARY = "dictionary";

    @Override
    public String name() {
        return DICTIONARY;
    }

    @Override
    public List<Parameter> parameters() {
        if (!dictionary.isLearned()) {
            return List.of();
        }
        Start start = Start.given(dictionary.toArray());
        return List.of(new Parameter(DICTIONARY, dictionary.latentSize(), dictionary.atoms(), false, start));
    }

    @Override
    public String summary() {
        return dictionary.toString();
    }
}
