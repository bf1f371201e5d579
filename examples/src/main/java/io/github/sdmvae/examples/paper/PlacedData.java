/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.examples.paper.CellRunner.Data;
import io.github.sdmvae.examples.recordings.TestSpeech;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the cells of a table learn and are scored on, read once in a process that finishes many of them.
 *
 * @param folder of the recordings
 * @param options how they were read
 * @param testLimit test recordings at most
 * @param data read
 */
record PlacedData(Path folder, SpeechOptions options, int testLimit, Data data) {
    private static @Nullable PlacedData latest;

    static synchronized PlacedData of(Path folder, SpeechOptions options, int testLimit) throws IOException {
        PlacedData known = latest;
        if (known != null
                && known.folder.equals(folder)
                && known.options.equals(options)
                && known.testLimit == testLimit) {
            return known;
        }
        SpeechFolder speech = SpeechFolder.open(folder, options);
        PrintWriter silent = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Data read = new Data(
                speech.frames(Part.TRAIN),
                speech.frames(Part.VALIDATION),
                new TestSpeech(speech, options, silent).first(testLimit));
        latest = new PlacedData(folder, options, testLimit, read);
        return latest;
    }
}
