/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes a trained model as ONNX (operator set 17, IR version 8, 32-bit floats), with any number of rows as the first
 * dimension of every tensor:
 *
 * <ul>
 *   <li>{@link #writeEncoder}: {@code x} (rows × n) → {@code code} (rows × k, the deterministic code of {@link Vae#encode}),
 *       and for models with a posterior {@code mean} and {@code log_variance} (rows × k each)
 *   <li>{@link #writeDecoder}: {@code code} → {@code reconstruction} (rows × n, the mean of p(x|z), as {@link Vae#decode})
 *   <li>{@link #write}: {@code x} → {@code code} and {@code reconstruction}
 * </ul>
 *
 * <p>Data and input transforms are part of the graph: x is what the library takes, the reconstruction what it gives. Results
 * agree with the library's to rounding; the check of the likelihood's domain is not part of the file.
 *
 * <p>What cannot be said in ONNX is refused with {@link UnsupportedOperationException} that names it: likelihoods and
 * transforms of the user's own, and layers that this version has no translation for.
 *
 * <p><b>Thread rule:</b> immutable.
 */
public final class OnnxExport {
    private final Vae model;

    private OnnxExport(Vae model) {
        this.model = model;
    }

    /**
     * Prepares to write a model.
     *
     * @param model any
     * @return its export
     */
    public static OnnxExport of(Vae model) {
        return new OnnxExport(Objects.requireNonNull(model, "model"));
    }

    /**
     * Writes the encoder.
     *
     * @param file where to; its folder must exist; the file appears whole or not at all
     * @throws IOException if it cannot be written
     * @throws UnsupportedOperationException naming the part that cannot be said in ONNX
     */
    public void writeEncoder(Path file) throws IOException {
        OnnxGraph graph = new OnnxGraph("encoder");
        new ModelTranslation(model, graph).encoder(true);
        write(graph, file);
    }

    /**
     * Writes the decoder, the dictionary included.
     *
     * @param file where to; its folder must exist; the file appears whole or not at all
     * @throws IOException if it cannot be written
     * @throws UnsupportedOperationException naming the part that cannot be said in ONNX
     */
    public void writeDecoder(Path file) throws IOException {
        OnnxGraph graph = new OnnxGraph("decoder");
        graph.input(ModelTranslation.CODE, model.definition().codeSize());
        new ModelTranslation(model, graph).decoder();
        write(graph, file);
    }

    /**
     * Writes encoder and decoder as one graph.
     *
     * @param file where to; its folder must exist; the file appears whole or not at all
     * @throws IOException if it cannot be written
     * @throws UnsupportedOperationException naming the part that cannot be said in ONNX
     */
    public void write(Path file) throws IOException {
        OnnxGraph graph = new OnnxGraph("autoencoder");
        ModelTranslation translation = new ModelTranslation(model, graph);
        translation.encoder(false);
        translation.decoder();
        write(graph, file);
    }

    private void write(OnnxGraph graph, Path file) throws IOException {
        ModelProto proto = graph.model(
                model.toString(),
                model.state().provenance().library(),
                model.definition().toJson());
        AtomicFile.write(file, proto::writeTo);
    }
}
