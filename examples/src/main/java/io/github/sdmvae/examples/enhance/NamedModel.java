/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.output.Checksum;
import io.github.sdmvae.pretrained.Pretrained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A prior of speech in a table.
 *
 * @param name of letters, digits and _
 * @param model the prior
 * @param checksum of its file, to know results again
 */
record NamedModel(String name, SpeechModel model, String checksum) {
    NamedModel {
        if (!name.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException("--model NAME must be of letters, digits and _, got " + name);
        }
    }

    /** Of a user's own, by name, as recordings are to be read. */
    static List<NamedModel> read(Map<String, Path> files, RecordingOptions recordings) throws IOException {
        List<NamedModel> models = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            models.add(
                    new NamedModel(file.getKey(), recordings.loadModel(file.getValue()), Checksum.of(file.getValue())));
        }
        return models;
    }

    /** Those that come with the library. */
    static List<NamedModel> shipped() throws IOException {
        return List.of(of("vae", Pretrained.speech16k()), of("sdm", Pretrained.sparseSpeech16k()));
    }

    private static NamedModel of(String name, SpeechModel model) throws IOException {
        Path file = Files.createTempFile("sdmvae-", ".sdmvae");
        try {
            model.save(file);
            return new NamedModel(name, model, Checksum.of(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
