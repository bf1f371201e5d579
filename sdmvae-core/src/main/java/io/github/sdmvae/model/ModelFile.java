/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonObject;
import io.github.sdmvae.data.ArchivedArrays;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.file.ArchiveReader;
import io.github.sdmvae.file.ArchiveWriter;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.graph.ParameterLayout.Entry;
import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.DescriptionJson;
import io.github.sdmvae.part.MissingPartException;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.GammaUpdates;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.zip.Deflater;

/**
 * A saved model: a zip of {@code model.json} and one {@code .npy} per array. {@code numpy.load} opens it like an
 * {@code .npz}. Entries carry no time, so that the same model gives the same bytes.
 */
final class ModelFile {
    private static final String JSON = "model.json";
    private static final int MAX_JSON = 1 << 20;
    private static final String DICTIONARY = "dictionary";
    private static final String DICTIONARY_START = "dictionary.start";
    private static final String SHARED_GAMMA = "gamma.shared";
    private static final String MEAN_GAMMA = "gamma.mean";
    /** Member of the JSON that lists the arrays. */
    private static final String ARRAYS = "arrays";

    private ModelFile() {}

    static void write(Vae model, Path file) throws IOException {
        AtomicFile.write(file, out -> writeZip(model, out));
    }

    private static void writeZip(Vae model, OutputStream out) throws IOException {
        Map<String, NpyArray> arrays = arrays(model);
        for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
            requireReadable(array.getKey(), array.getValue());
        }
        ArchiveWriter zip = new ArchiveWriter(out, Deflater.DEFAULT_COMPRESSION);
        JsonObject json = ModelJson.toJson(model.definition(), model.state());
        json.add(ARRAYS, Json.tree(List.copyOf(arrays.keySet())));
        zip.json(JSON, json, MAX_JSON);
        for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
            ArchivedArrays.write(zip, array.getKey(), array.getValue());
        }
        zip.finish();
    }

    private static Map<String, NpyArray> arrays(Vae model) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>(model.weights());
        Dictionary d = model.definition().dictionary();
        arrays.put(nameOf(d.isLearned()), NpyArray.of(toFloats(d.toArray()), d.latentSize(), d.atoms()));
        DefinitionParts.arrays(model.definition())
                .forEach((name, values) -> arrays.put(name, NpyArray.of(values, values.length)));
        float[] shared = model.state().sharedGamma();
        arrays.put(SHARED_GAMMA, NpyArray.of(shared, shared.length));
        float[] mean = model.state().meanGamma();
        if (mean != null) {
            arrays.put(MEAN_GAMMA, NpyArray.of(mean, mean.length));
        }
        return arrays;
    }

    /** What can be saved can be loaded: what {@link #read} would refuse is not written. */
    private static void requireReadable(String name, NpyArray array) throws IOException {
        for (float value : array.toFloats()) {
            if (!Float.isFinite(value)) {
                throw new IOException(name + " of the model holds " + value);
            }
        }
    }

    /** Of a learned dictionary, {@code dictionary} is what was learned, one of the weights. */
    private static String nameOf(boolean learned) {
        return learned ? DICTIONARY_START : DICTIONARY;
    }

    /** Engines are no matter of the file: that one cannot be loaded is no damage. */
    static Vae read(Path file, Extensions extensions, Engine engine) throws IOException {
        Contents contents = contents(file, extensions);
        return Vae.of(contents.definition(), contents.state(), engine);
    }

    /**
     * What a file holds.
     *
     * @param definition the model
     * @param state its parameters
     */
    private record Contents(ModelDefinition definition, ModelState state) {}

    private static Contents contents(Path file, Extensions extensions) throws IOException {
        try (ArchiveReader zip = ArchiveReader.open(file, "model")) {
            return read(zip, extensions);
        } catch (FileFormatException e) {
            throw new ModelFormatException(e.reason(), String.valueOf(e.getMessage()), e.getCause());
        } catch (MissingPartException e) {
            throw new ModelFormatException(Reason.MISSING_EXTENSION, file + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IllegalArgumentException
                | IllegalStateException
                | ArithmeticException
                | ClassCastException
                | UnsupportedOperationException e) {
            throw new ModelFormatException(Reason.DAMAGED, file + ": the model is damaged: " + e.getMessage(), e);
        }
    }

    private static Contents read(ArchiveReader zip, Extensions extensions) throws IOException {
        JsonObject json = zip.json(JSON, ModelJson.FORMAT, ModelJson.VERSION, MAX_JSON);
        JsonObject described = Json.object(json, "definition");
        ModelDefinition definition = DefinitionJson.fromJson(
                described, readDictionary(zip, described), extensions, new PartArrays(zip, described));
        ParameterLayout layout = definition.graph().layout();
        requireArrays(zip, json, definition);
        int k = definition.codeSize();
        float[] shared = ArchivedArrays.readFinite(zip, SHARED_GAMMA, k + 1);
        boolean hasMean = zip.has(ArchivedArrays.entry(MEAN_GAMMA));
        float[] mean = hasMean ? ArchivedArrays.readFinite(zip, MEAN_GAMMA, k) : null;
        Description update = DescriptionJson.fromJson(Json.object(json, "gammaUpdate"), name -> new float[0]);
        GammaUpdate gamma = GammaUpdates.registry().read(update.with(extensions));
        Provenance provenance = ProvenanceJson.fromJson(Json.object(json, "provenance"));
        ModelState state = ModelState.of(readParameters(zip, layout), gamma, shared, mean, provenance);
        return new Contents(definition, state.withElbo(ModelJson.elbo(json)).withNotes(ModelJson.notes(json)));
    }

    private static Dictionary readDictionary(ArchiveReader zip, JsonObject described) throws IOException {
        int[] shape = DefinitionJson.dictionaryShape(described);
        boolean learned = DefinitionJson.isDictionaryLearned(described);
        String name = nameOf(learned);
        ArchivedArrays.require(zip, name, shape);
        Dictionary fixed = Dictionary.restored(
                        DefinitionJson.dictionaryKind(described),
                        shape[0],
                        shape[1],
                        toDoubles(ArchivedArrays.readFinite(zip, name, shape)))
                .exact();
        return learned ? DefinitionJson.learned(described, fixed) : fixed;
    }

    /** Exactly the arrays that the file lists; files of older versions list none, there {@code gamma.mean} may be. */
    private static void requireArrays(ArchiveReader zip, JsonObject json, ModelDefinition definition)
            throws FileFormatException {
        ParameterLayout layout = definition.graph().layout();
        Set<String> entries = new LinkedHashSet<>(List.of(JSON));
        layout.entries().forEach(e -> entries.add(ArchivedArrays.entry(e.name())));
        entries.add(ArchivedArrays.entry(nameOf(definition.dictionary().isLearned())));
        DefinitionParts.arrays(definition).keySet().forEach(name -> entries.add(ArchivedArrays.entry(name)));
        entries.add(ArchivedArrays.entry(SHARED_GAMMA));
        boolean lists = json.has(ARRAYS);
        List<String> listed = lists ? Json.strings(json, ARRAYS) : List.of();
        if (lists ? listed.contains(MEAN_GAMMA) : zip.has(ArchivedArrays.entry(MEAN_GAMMA))) {
            entries.add(ArchivedArrays.entry(MEAN_GAMMA));
        }
        if (lists && listed.size() + 1 != entries.size()) {
            throw zip.damaged(JSON, "its list of arrays is not that of such a model", null);
        }
        zip.requireExactly(entries);
        for (Entry e : layout.entries()) {
            ArchivedArrays.require(zip, e.name(), e.shape());
        }
    }

    private static float[] readParameters(ArchiveReader zip, ParameterLayout layout) throws IOException {
        float[] parameters = new float[layout.length()];
        for (Entry e : layout.entries()) {
            System.arraycopy(
                    ArchivedArrays.readFinite(zip, e.name(), e.shape()), 0, parameters, e.offset(), e.length());
        }
        return parameters;
    }

    /** Arrays of parts, of the lengths that the JSON says. */
    private record PartArrays(ArchiveReader zip, JsonObject described) implements BiFunction<String, String, float[]> {
        @Override
        public float[] apply(String member, String name) {
            JsonObject array = Json.object(Json.object(described, member), name);
            int length = Json.integer(array, "array");
            try {
                ArchivedArrays.require(zip, member + "." + name, length);
                return ArchivedArrays.readFinite(zip, member + "." + name, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
