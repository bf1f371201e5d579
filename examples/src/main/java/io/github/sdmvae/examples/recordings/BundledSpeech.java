/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.recordings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the synthetic speech of this module is: {@code examples/speech} in the source tree. */
public final class BundledSpeech {
    private BundledSpeech() {}

    /**
     * The folder.
     *
     * @return with sub-folders train, val and test
     * @throws IOException if it is not there
     */
    public static Path folder() throws IOException {
        // The examples are never published: their classes always lie in the source tree, in examples/target.
        for (Path up = classes(); up != null; up = up.getParent()) {
            Path speech = up.resolve("speech");
            if (Files.isDirectory(speech.resolve("train"))) {
                return speech;
            }
        }
        throw new IOException("the bundled speech (examples/speech) is not beside the examples; give --data DIR");
    }

    private static @Nullable Path classes() throws IOException {
        try {
            URI uri = BundledSpeech.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(uri).toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IOException("the examples' own place has no valid name: " + e.getMessage(), e);
        }
    }
}
