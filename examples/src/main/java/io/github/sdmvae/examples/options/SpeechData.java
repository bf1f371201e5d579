/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import io.github.sdmvae.examples.recordings.BundledSpeech;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}: speech to train on, by default the bundled one. */
public final class SpeechData {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of WAV or FLAC recordings: sub-folders train, val and test, or one per speaker."
                    + " Default: the bundled synthetic speech.")
    private @Nullable Path folder;

    /** Made by picocli, which sets the fields. */
    public SpeechData() {}

    /**
     * Whether no other speech is given.
     *
     * @return true for the bundled speech
     */
    public boolean isBundled() {
        return folder == null;
    }

    /**
     * Where the speech is.
     *
     * @return the folder given, or that of the bundled speech
     * @throws IOException if the bundled speech is not where it should be
     */
    public Path folder() throws IOException {
        return folder == null ? BundledSpeech.folder() : folder;
    }

    /**
     * What to call it.
     *
     * @return the folder's path as given
     */
    public String path() {
        return folder == null ? "bundled synthetic speech" : folder.toString();
    }

    /**
     * What to call it in a table.
     *
     * @return the folder's name
     */
    public String name() {
        return folder == null
                ? "bundled synthetic speech"
                : String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }
}
