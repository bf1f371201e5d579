/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.Extensions;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelFormatException;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Provenance;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Models as the bytes of a {@code .sdmvae} file: what is sent to other machines. */
public final class ModelBytes {
    private static final String ENDING = ".sdmvae";

    private ModelBytes() {}

    /**
     * A model as bytes.
     *
     * @param model any whose parts are all the library's own
     * @return the contents of its file
     * @throws IOException if no temporary file can be written
     */
    public static byte[] of(Vae model) throws IOException {
        Path file = Files.createTempFile("sdmvae-", ENDING);
        try {
            model.save(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    /**
     * A definition as bytes: a model with its initial weights, always the same bytes.
     *
     * @param definition whose parts are all the library's own
     * @return the contents of the file
     * @throws IllegalArgumentException if a part is the user's own: its code is not in the bytes
     * @throws IOException if no temporary file can be written
     */
    public static byte[] of(ModelDefinition definition) throws IOException {
        ModelState initial = ModelState.initial(definition);
        Provenance nowhere = new Provenance("", "", "", "", "", "", Map.of());
        ModelState state = ModelState.of(initial.parameters(), initial.gamma(), initial.sharedGamma(), null, nowhere);
        byte[] bytes = of(Vae.of(definition, state));
        requireOwnParts(bytes);
        return bytes;
    }

    private static void requireOwnParts(byte[] bytes) throws IOException {
        try {
            load(bytes, Engines.standard());
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException(
                    "not yet supported on Spark: models with parts of your own, whose code is not in a model's file ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    /**
     * A model of its bytes.
     *
     * @param bytes as made here
     * @param engine where to compute
     * @return the model
     * @throws IOException if the bytes are no model, or no temporary file can be written
     */
    public static Vae load(byte[] bytes, Engine engine) throws IOException {
        Path file = Files.createTempFile("sdmvae-", ENDING);
        try {
            Files.write(file, bytes);
            return Vae.load(file, Extensions.none(), engine);
        } finally {
            Files.delete(file);
        }
    }

    /**
     * A short name of bytes.
     *
     * @param bytes any
     * @return 32 hexadecimal digits of their SHA-256
     */
    public static String fingerprint(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
