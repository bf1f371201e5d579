/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.pretrained;

import io.github.sdmvae.audio.SpeechModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Models that come with the library. {@code MODELS.md} (in the jar: {@code META-INF/MODELS.md}) says what they were trained
 * on, how well they do and what they are not good for.
 *
 * <p>Each call reads the model anew, in some milliseconds beside the engine's start; keep what you get.
 *
 * <p><b>Thread rule:</b> any number of threads may call at once.
 */
public final class Pretrained {
    private Pretrained() {}

    /**
     * A VAE of speech at 16 kHz, m = 32: the prior that enhancement does best with.
     *
     * <p>Trained on recordings of LibriSpeech © 2014 Vassil Panayotov, CC BY 4.0.
     *
     * @return the model with its front end
     * @throws UncheckedIOException if the temporary folder takes no file, through which it is read
     */
    public static SpeechModel speech16k() {
        return read("speech16k-vae.sdmvae");
    }

    /**
     * An SDM-VAE of speech at 16 kHz, D = I, m = 32: sparse codes.
     *
     * <p>Trained on recordings of LibriSpeech © 2014 Vassil Panayotov, CC BY 4.0.
     *
     * @return the model with its front end
     * @throws UncheckedIOException if the temporary folder takes no file, through which it is read
     */
    public static SpeechModel sparseSpeech16k() {
        return read("speech16k-sdm.sdmvae");
    }

    /** Models are read from files, since their reader jumps about in them. */
    private static SpeechModel read(String name) {
        try {
            Path file = Files.createTempFile("sdmvae-", ".sdmvae");
            try (InputStream model = Pretrained.class.getResourceAsStream(name)) {
                if (model == null) {
                    throw new IOException(name + " is not on the class path beside " + Pretrained.class.getName());
                }
                Files.copy(model, file, StandardCopyOption.REPLACE_EXISTING);
                return SpeechModel.load(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the model " + name + " cannot be read: " + e.getMessage(), e);
        }
    }
}
