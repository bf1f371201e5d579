/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonObject;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.internal.ArchiveException;
import io.github.sdmvae.internal.ArchiveReader;
import io.github.sdmvae.internal.ArchiveWriter;
import io.github.sdmvae.internal.AtomicFile;
import io.github.sdmvae.internal.Json;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.graph.ParameterLayout.Entry;
import io.github.sdmvae.internal.ProvenanceJson;
import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.DescriptionJson;
import io.github.sdmvae.part.MissingPartException;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.GammaUpdates;
import io.github.sdmvae.model.ModelFormatException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
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

    private ModelFile() {}

    static void write(Vae model, Path file) throws IOException {
        AtomicFile.write(file, out -> writeZip(model, out));
    }

    private static void writeZip(Vae model, OutputStream out) throws IOException {
        ArchiveWriter zip = new ArchiveWriter(out, Deflater.DEFAULT_COMPRESSION);
        ModelState state = model.state();
        zip.json(JSON, ModelJson.toJson(model.definition(), state));
        for (Map.Entry<String, NpyArray> weight : model.weights().entrySet()) {
            zip.array(weight.getKey(), weight.getValue());
        }
        Dictionary d = model.definition().dictionary();
        zip.array(nameOf(d.isLearned()), toFloats(d.toArray()), d.latentSize(), d.atoms());
        for (Map.Entry<String, float[]> array : DefinitionParts.arrays(model.definition()).entrySet()) {
            zip.array(array.getKey(), array.getValue(), array.getValue().length);
        }
        float[] shared = state.sharedGamma();
        zip.array(SHARED_GAMMA, shared, shared.length);
        float[] mean = state.meanGamma();
        if (mean != null) {
            zip.array(MEAN_GAMMA, mean, mean.length);
        }
        zip.finish();
    }

    /** Of a learned dictionary, {@code dictionary} is what was learned, one of the weights. */
    private static String nameOf(boolean learned) {
        return learned ? DICTIONARY_START : DICTIONARY;
    }

    static Vae read(Path file, Extensions extensions, Engine engine) throws IOException {
        try (ArchiveReader zip = ArchiveReader.open(file, "model")) {
            return read(zip, extensions, engine);
        } catch (ArchiveException e) {
            throw new ModelFormatException(e.reason(), String.valueOf(e.getMessage()), e.getCause());
        } catch (MissingPartException e) {
            throw new ModelFormatException(Reason.MISSING_EXTENSION, file + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ModelFormatException(Reason.DAMAGED, file + ": the model is damaged: " + e.getMessage(), e);
        }
    }

    private static Vae read(ArchiveReader zip, Extensions extensions, Engine engine) throws IOException {
        JsonObject json = zip.json(JSON, ModelJson.FORMAT, ModelJson.VERSION, MAX_JSON);
        JsonObject described = Json.object(json, "definition");
        int[] shape = DefinitionJson.dictionaryShape(described);
        boolean learned = DefinitionJson.isDictionaryLearned(described);
        Dictionary fixed = Dictionary.restored(
                        DefinitionJson.dictionaryKind(described),
                        shape[0],
                        shape[1],
                        toDoubles(zip.finiteArray(nameOf(learned), shape)))
                .exact();
        Dictionary dictionary = learned ? fixed.learned(DefinitionJson.coherencePenalty(described)) : fixed;
        ModelDefinition definition =
                DefinitionJson.fromJson(described, dictionary, extensions, new PartArrays(zip, described));
        float[] parameters = readParameters(zip, definition);
        int k = definition.codeSize();
        float[] shared = zip.finiteArray(SHARED_GAMMA, k + 1);
        float[] mean = zip.hasArray(MEAN_GAMMA) ? zip.finiteArray(MEAN_GAMMA, k) : null;
        Description update = DescriptionJson.fromJson(Json.object(json, "gammaUpdate"), name -> new float[0]);
        GammaUpdate gamma = GammaUpdates.registry().read(update.with(extensions));
        Provenance provenance = ProvenanceJson.fromJson(Json.object(json, "provenance"));
        ModelState state = ModelState.of(parameters, gamma, shared, mean, provenance);
        return Vae.of(definition, state.withNotes(ModelJson.notes(json)), engine);
    }

    private static float[] readParameters(ArchiveReader zip, ModelDefinition definition) throws IOException {
        ParameterLayout layout = definition.graph().layout();
        float[] parameters = new float[layout.length()];
        for (Entry e : layout.entries()) {
            System.arraycopy(zip.finiteArray(e.name(), e.shape()), 0, parameters, e.offset(), e.length());
        }
        return parameters;
    }

    /** Arrays of parts, of the lengths that the JSON says. */
    private record PartArrays(ArchiveReader zip, JsonObject described) implements BiFunction<String, String, float[]> {
        @Override
        public float[] apply(String member, String name) {
            JsonObject array = Json.object(Json.object(described, member), name);
            try {
                return zip.finiteArray(member + "." + name, Json.integer(array, "array"));
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
