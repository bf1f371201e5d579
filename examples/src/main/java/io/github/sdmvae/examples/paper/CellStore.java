/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import com.google.gson.reflect.TypeToken;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.examples.output.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The folder of a table: its settings, and one folder per cell with model and result. One process at a time. */
final class CellStore implements AutoCloseable {
    private final RunFolder runs;

    private CellStore(RunFolder runs) {
        this.runs = runs;
    }

    /**
     * Opens a folder, or makes it.
     *
     * @param folder where
     * @param settings whatever changes figures; a folder made with others is refused
     */
    static CellStore open(Path folder, Map<String, String> settings) throws IOException {
        return new CellStore(RunFolder.open(folder, "process", settings));
    }

    /** Joins in the work of whoever has opened the folder: for one cell, whose checkpoints have a lock of their own. */
    static CellStore join(Path folder) {
        return new CellStore(RunFolder.join(folder));
    }

    Path folder() {
        return runs.folder();
    }

    /** Where everything of a cell is; made if it does not exist. */
    Path folder(Cell cell) throws IOException {
        return Files.createDirectories(folder().resolve("runs").resolve(cell.id()));
    }

    Path checkpoints(Cell cell) throws IOException {
        return folder(cell).resolve("checkpoints");
    }

    Path modelFile(Cell cell) {
        return folder().resolve("runs").resolve(cell.id()).resolve("model.sdmvae");
    }

    /** A cell's model, which must be of this front end; older files do not say. */
    SpeechModel model(Cell cell, SpeechFrontEnd frontEnd) throws IOException {
        return SpeechModel.load(cell.file() == null ? modelFile(cell) : cell.file(), frontEnd);
    }

    /** What a finished cell gave; empty if it has not been finished. */
    Optional<CellResult> result(Cell cell) throws IOException {
        Path file = folder().resolve("runs").resolve(cell.id()).resolve("result.json");
        return RunFolder.read(file, new TypeToken<CellResult>() {});
    }

    boolean isFinished(Cell cell) {
        return Files.exists(folder().resolve("runs").resolve(cell.id()).resolve("result.json"));
    }

    void finish(Cell cell, CellResult result) throws IOException {
        RunFolder.write(folder(cell).resolve("result.json"), result);
    }

    @Override
    public void close() throws IOException {
        runs.close();
    }
}
