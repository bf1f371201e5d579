/* SPDX-License-Identifier: Apache-2.0 */
package org.example;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.onnx.OnnxExport;
import io.github.sdmvae.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains a model without ND4J and writes it as ONNX. */
public final class OnnxConsumer {
    private OnnxConsumer() {}

    public static void main(String[] arguments) throws IOException {
        float[][] rows = new float[64][6];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = 1 + (i * 7 + j * 3) % 11;
            }
        }
        ModelDefinition definition =
                ModelDefinition.builder().inputSize(6).hidden(5).latentSize(3).build();
        Vae model = Trainer.builder().epochs(2).batchSize(16).build().fit(definition, Frames.of(rows)).model();
        Path file = Files.createTempFile("consumer", ".onnx");
        try {
            OnnxExport.of(model).write(file);
            ModelProto written = ModelProto.parseFrom(Files.readAllBytes(file));
            if (written.getGraph().getInputCount() != 1 || written.getGraph().getOutputCount() == 0) {
                throw new IllegalStateException("not a graph of one input: " + written.getGraph());
            }
        } finally {
            Files.delete(file);
        }
        System.out.println("consumer: all well");
    }
}
