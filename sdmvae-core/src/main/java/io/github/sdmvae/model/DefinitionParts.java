/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonObject;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.likelihood.Likelihoods;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.DescriptionJson;
import io.github.sdmvae.part.Part;
import io.github.sdmvae.prior.Priors;
import io.github.sdmvae.transform.DataTransforms;
import io.github.sdmvae.transform.InputTransforms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The exchangeable parts of a definition as members of its JSON. A further part is one line here. */
final class DefinitionParts {
    private static final List<Member> MEMBERS = List.of(
            Member.required(
                    "prior",
                    ModelDefinition::prior,
                    (b, d) -> b.prior(Priors.registry().read(d))),
            Member.required(
                    "likelihood",
                    ModelDefinition::likelihood,
                    (b, d) -> b.likelihood(Likelihoods.registry().read(d))),
            Member.optional(
                    "inputTransform",
                    ModelDefinition::inputTransform,
                    (b, d) -> b.inputTransform(InputTransforms.registry().read(d))),
            Member.optional(
                    "dynamics",
                    ModelDefinition::dynamics,
                    (b, d) -> b.dynamics(Dynamics.registry().read(d))),
            Member.optional(
                    "selector",
                    ModelDefinition::selector,
                    (b, d) -> b.selector(DimensionSelector.registry().read(d))),
            Member.optional(
                    "sparseDecoding",
                    ModelDefinition::sparseDecoding,
                    (b, d) -> b.sparseDecoding(SparseDecoding.registry().read(d))),
            Member.optional(
                    "dataTransform",
                    ModelDefinition::dataTransform,
                    (b, d) -> b.dataTransform(DataTransforms.registry().read(d))));

    private DefinitionParts() {}

    /**
     * A part of a definition.
     *
     * @param name of the JSON's member
     * @param required whether it must be there; else it is left out where it is the default
     * @param get the part; null if it is the default
     * @param set puts a part into a builder
     */
    private record Member(
            String name,
            boolean required,
            Function<ModelDefinition, @Nullable Part> get,
            BiConsumer<ModelDefinitionBuilder, Description> set) {

        static Member required(
                String name,
                Function<ModelDefinition, @Nullable Part> get,
                BiConsumer<ModelDefinitionBuilder, Description> set) {
            return new Member(name, true, get, set);
        }

        static Member optional(
                String name,
                Function<ModelDefinition, @Nullable Part> get,
                BiConsumer<ModelDefinitionBuilder, Description> set) {
            return new Member(name, false, get, set);
        }
    }

    /** Names of the JSON's members. */
    static List<String> names() {
        return MEMBERS.stream().map(Member::name).toList();
    }

    static void write(ModelDefinition definition, JsonObject json) {
        for (Member member : MEMBERS) {
            Part part = member.get().apply(definition);
            if (part != null) {
                json.add(member.name(), DescriptionJson.toJson(part.describe()));
            }
        }
    }

    static void read(
            JsonObject json,
            ModelDefinitionBuilder builder,
            Extensions extensions,
            BiFunction<String, String, float[]> arrays) {
        for (Member member : MEMBERS) {
            if (member.required() || json.has(member.name())) {
                JsonObject described = Json.object(json, member.name());
                Description description =
                        DescriptionJson.fromJson(described, name -> arrays.apply(member.name(), name));
                member.set().accept(builder, description.with(extensions));
            }
        }
    }

    /** Arrays of all parts, by {@code member.name}. */
    static Map<String, float[]> arrays(ModelDefinition definition) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        for (Member member : MEMBERS) {
            Part part = member.get().apply(definition);
            if (part != null) {
                part.describe().values().forEach((name, value) -> {
                    if (value instanceof float[] array) {
                        arrays.put(member.name() + "." + name, array);
                    }
                });
            }
        }
        return arrays;
    }
}
