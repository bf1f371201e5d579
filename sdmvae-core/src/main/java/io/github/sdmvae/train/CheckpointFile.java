/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import com.google.gson.JsonObject;
import io.github.sdmvae.data.ArchivedArrays;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.file.ArchiveReader;
import io.github.sdmvae.file.ArchiveWriter;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.graph.ParameterLayout.Entry;
import io.github.sdmvae.model.ModelDefinition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;

/**
 * Checkpoints of one run as files: a zip of {@code checkpoint.json} and one {@code .npy} per array. Weights are not
 * compressed: it would save a tenth of their size and cost ten times the time.
 */
final class CheckpointFile {
    private static final String JSON = "checkpoint.json";
    /** Room for the history of a hundred thousand epochs. */
    private static final int MAX_JSON = 1 << 26;

    private static final String DICTIONARY = "dictionary";
    private static final String PARAMETERS = "parameters/";
    private static final String FIRST_MOMENT = "adam.first/";
    private static final String SECOND_MOMENT = "adam.second/";
    private static final String BEST = "best/";
    private static final String SHARED_GAMMA = "gamma.shared";

    private final RunIdentity run;
    private final List<Entry> entries;
    private final int length;
    private final Dictionary dictionary;

    CheckpointFile(RunIdentity run, ModelDefinition definition) {
        this.run = run;
        ParameterLayout layout = definition.graph().layout();
        this.entries = layout.entries();
        this.length = layout.length();
        this.dictionary = definition.dictionary();
    }

    void write(Path file, Checkpoint checkpoint) throws IOException {
        AtomicFile.write(file, out -> write(out, checkpoint));
    }

    private void write(OutputStream out, Checkpoint checkpoint) throws IOException {
        ArchiveWriter zip = new ArchiveWriter(out, Deflater.NO_COMPRESSION);
        zip.json(JSON, CheckpointJson.toJson(run, checkpoint), MAX_JSON);
        ArchivedArrays.write(zip, DICTIONARY, floats(dictionary), dictionary.latentSize(), dictionary.atoms());
        write(zip, PARAMETERS, checkpoint.now().parameters());
        write(zip, FIRST_MOMENT, checkpoint.moments().first());
        write(zip, SECOND_MOMENT, checkpoint.moments().second());
        ArchivedArrays.write(
                zip,
                SHARED_GAMMA,
                checkpoint.now().sharedGamma(),
                checkpoint.now().sharedGamma().length);
        Checkpoint.Best best = checkpoint.best();
        if (best != null) {
            write(zip, BEST, best.weights().parameters());
            ArchivedArrays.write(
                    zip,
                    BEST + SHARED_GAMMA,
                    best.weights().sharedGamma(),
                    best.weights().sharedGamma().length);
        }
        zip.finish();
    }

    private void write(ArchiveWriter zip, String group, float[] flat) throws IOException {
        for (Entry e : entries) {
            ArchivedArrays.write(
                    zip, group + e.name(), Arrays.copyOfRange(flat, e.offset(), e.offset() + e.length()), e.shape());
        }
    }

    private static float[] floats(Dictionary dictionary) {
        double[] values = dictionary.toArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /**
     * Reads the name of the engine that the run was made with.
     *
     * @throws FileFormatException if the file is damaged, or from a newer library
     * @throws IOException if it cannot be read, which says nothing about what is in it
     */
    static String engineOf(Path file) throws IOException {
        try (ArchiveReader zip = ArchiveReader.open(file, "checkpoint")) {
            return CheckpointJson.engine(zip.json(JSON, CheckpointJson.FORMAT, CheckpointJson.VERSION, MAX_JSON));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new FileFormatException(Reason.DAMAGED, file + ": the checkpoint is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Reads all of a file.
     *
     * @throws FileFormatException if the file is damaged; another checkpoint may still be readable
     * @throws IOException if it cannot be read, which says nothing about what is in it
     * @throws CheckpointException if it was made by another run or a newer library; no other checkpoint will do, then
     */
    Checkpoint read(Path file) throws IOException {
        try (ArchiveReader zip = ArchiveReader.open(file, "checkpoint")) {
            JsonObject json = zip.json(JSON, CheckpointJson.FORMAT, CheckpointJson.VERSION, MAX_JSON);
            requireSameRun(file, CheckpointJson.run(json));
            requireArrays(zip, CheckpointJson.hasBest(json));
            return read(zip, json);
        } catch (FileFormatException e) {
            if (e.reason() == Reason.NEWER) {
                throw new CheckpointException(CheckpointException.Reason.NEWER, String.valueOf(e.getMessage()), e);
            }
            throw e;
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw new FileFormatException(Reason.DAMAGED, file + ": the checkpoint is damaged: " + e.getMessage(), e);
        }
    }

    private void requireArrays(ArchiveReader zip, boolean best) throws FileFormatException {
        Set<String> names = new LinkedHashSet<>(List.of(JSON));
        names.add(ArchivedArrays.entry(DICTIONARY));
        names.add(ArchivedArrays.entry(SHARED_GAMMA));
        List<String> groups = new ArrayList<>(List.of(PARAMETERS, FIRST_MOMENT, SECOND_MOMENT));
        if (best) {
            names.add(ArchivedArrays.entry(BEST + SHARED_GAMMA));
            groups.add(BEST);
        }
        for (String group : groups) {
            entries.forEach(e -> names.add(ArchivedArrays.entry(group + e.name())));
        }
        zip.requireExactly(names);
    }

    private void requireSameRun(Path file, RunIdentity made) {
        run.requireForm(made);
        List<String> differences = run.differencesFrom(made);
        if (!differences.isEmpty()) {
            throw new CheckpointException(
                    CheckpointException.Reason.MISMATCH,
                    file + ": the checkpoint is of another run: " + String.join("; ", differences),
                    null);
        }
    }

    private Checkpoint read(ArchiveReader zip, JsonObject json) throws IOException {
        Weights now =
                new Weights(read(zip, PARAMETERS), ArchivedArrays.read(zip, SHARED_GAMMA, dictionary.atoms() + 1));
        Checkpoint.Moments moments = new Checkpoint.Moments(read(zip, FIRST_MOMENT), read(zip, SECOND_MOMENT));
        Weights best = CheckpointJson.hasBest(json)
                ? new Weights(read(zip, BEST), ArchivedArrays.read(zip, BEST + SHARED_GAMMA, dictionary.atoms() + 1))
                : null;
        return CheckpointJson.fromJson(json, now, moments, best);
    }

    private float[] read(ArchiveReader zip, String group) throws IOException {
        float[] flat = new float[length];
        for (Entry e : entries) {
            System.arraycopy(ArchivedArrays.read(zip, group + e.name(), e.shape()), 0, flat, e.offset(), e.length());
        }
        return flat;
    }
}
