/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonObject;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.internal.AtomicFile;
import io.github.sdmvae.internal.ParameterLayout;
import io.github.sdmvae.internal.ParameterLayout.Entry;
import io.github.sdmvae.model.ModelFormatException.Reason;
import io.github.sdmvae.objective.Extensions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A saved model: a zip of {@code model.json} and one {@code .npy} per array. {@code numpy.load} opens it like an
 * {@code .npz}. Entries carry no time, so that the same model gives the same bytes.
 */
final class ModelFile {
    static final String JSON = "model.json";
    private static final String DICTIONARY = "dictionary.npy";
    private static final String SHARED_GAMMA = "gamma.shared.npy";
    private static final String MEAN_GAMMA = "gamma.mean.npy";

    private ModelFile() {}

    static void write(Vae model, Path file) throws IOException {
        AtomicFile.write(file, out -> writeZip(model, out));
    }

    private static void writeZip(Vae model, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        ModelState state = model.state();
        start(zip, JSON);
        zip.write(ModelJson.toJson(model.definition(), state).getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, NpyArray> weight : model.weights().entrySet()) {
            writeArray(zip, weight.getKey() + ".npy", weight.getValue());
        }
        Dictionary d = model.definition().dictionary();
        writeArray(zip, DICTIONARY, NpyArray.of(toFloats(d.toArray()), d.latentSize(), d.atoms()));
        float[] shared = state.sharedGamma();
        writeArray(zip, SHARED_GAMMA, NpyArray.of(shared, shared.length));
        float[] mean = state.meanGamma();
        if (mean != null) {
            writeArray(zip, MEAN_GAMMA, NpyArray.of(mean, mean.length));
        }
        zip.finish();
    }

    private static void writeArray(ZipOutputStream zip, String name, NpyArray array) throws IOException {
        start(zip, name);
        array.write(zip);
    }

    private static void start(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
    }

    static Vae read(Path file, Extensions extensions) throws IOException {
        try (ModelZip zip = ModelZip.open(file)) {
            return read(zip, extensions);
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw new ModelFormatException(Reason.DAMAGED, file + ": the model is damaged: " + e.getMessage(), e);
        }
    }

    private static Vae read(ModelZip zip, Extensions extensions) throws IOException {
        JsonObject json = ModelJson.parse(zip.json(), zip.file());
        int[] shape = ModelJson.dictionaryShape(json);
        Dictionary dictionary = Dictionary.restored(
                ModelJson.dictionaryKind(json),
                shape[0],
                shape[1],
                toDoubles(zip.array(DICTIONARY, shape).toFloats()));
        ModelDefinition definition = ModelJson.definition(json, exact(dictionary), extensions, zip.file());
        float[] parameters = readParameters(zip, definition);
        int k = definition.codeSize();
        float[] shared = zip.array(SHARED_GAMMA, k + 1).toFloats();
        float[] mean = zip.has(MEAN_GAMMA) ? zip.array(MEAN_GAMMA, k).toFloats() : null;
        ModelState state = ModelState.of(
                parameters, ModelJson.gamma(json, extensions, zip.file()), shared, mean, ModelJson.provenance(json));
        return Vae.of(definition, state);
    }

    /** A cosine dictionary is made anew, in double precision, so that a definition read back equals the one written. */
    private static Dictionary exact(Dictionary read) {
        Dictionary made = switch (read.kind()) {
            case IDENTITY -> Dictionary.identity(read.latentSize());
            case DCT -> Dictionary.dct(read.latentSize(), read.atoms());
            case DCT_WITH_CONSTANT -> Dictionary.dctWithConstant(read.latentSize(), read.atoms());
            case GIVEN -> read;
        };
        return java.util.Arrays.equals(toFloats(made.toArray()), toFloats(read.toArray())) ? made : read;
    }

    private static float[] readParameters(ModelZip zip, ModelDefinition definition) throws IOException {
        ParameterLayout layout = new ParameterLayout(definition);
        float[] parameters = new float[layout.length()];
        for (Entry e : layout.entries()) {
            List<Integer> shape = new ArrayList<>();
            if (!e.name().endsWith(".bias")) {
                shape.add(e.rows());
            }
            shape.add(e.columns());
            NpyArray array =
                    zip.array(e.name() + ".npy", shape.stream().mapToInt(i -> i).toArray());
            System.arraycopy(array.toFloats(), 0, parameters, e.offset(), e.length());
        }
        return parameters;
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
