/* SPDX-License-Identifier: Apache-2.0 */
package org.example;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.train.Trainer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a user's program does: trains, saves, loads and codes; and says what is wrong with its class path. Arguments:
 * {@code has:FILE} for a jar that must be there, {@code lacks:START} for one that must not, {@code module:NAME} for where
 * the library's classes must be, {@code nd4j} to train on that engine, too.
 */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] arguments) throws IOException {
        List<String> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(path -> new File(path).getName())
                .toList();
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf(':') + 1);
            if (argument.startsWith("has:")) {
                require(jars.contains(value), argument, jars);
            } else if (argument.startsWith("lacks:")) {
                require(jars.stream().noneMatch(jar -> jar.startsWith(value)), argument, jars);
            } else if (argument.startsWith("module:")) {
                require(value.equals(Vae.class.getModule().getName()), argument, Vae.class.getModule());
            } else if (argument.equals("nd4j")) {
                train(Engines.named("nd4j"));
            } else {
                throw new IllegalArgumentException(argument);
            }
        }
        train(Engines.standard());
        System.out.println("consumer: all well");
    }

    private static void require(boolean met, String what, Object found) {
        if (!met) {
            throw new IllegalStateException(what + " is not met by " + found);
        }
    }

    private static void train(Engine engine) throws IOException {
        float[][] rows = rows();
        ModelDefinition definition =
                ModelDefinition.builder().inputSize(20).hidden(16).latentSize(4).build();
        Trainer trainer = Trainer.builder().epochs(2).batchSize(32).engine(engine).build();
        Vae model = trainer.fit(definition, Frames.of(rows)).model();
        Path file = Files.createTempFile("consumer", ".sdmvae");
        try {
            model.save(file);
            Vae loaded = Vae.load(file);
            require(loaded.encode(rows)[0].length == 4, "a code of 4 entries", loaded.definition());
            require(
                    Arrays.equals(loaded.state().parameters(), model.state().parameters()),
                    "a model that is loaded as it was saved",
                    engine);
        } finally {
            Files.delete(file);
        }
    }

    private static float[][] rows() {
        Random random = new Random(1);
        float[][] rows = new float[200][20];
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) -Math.log(1 - random.nextDouble());
            }
        }
        return rows;
    }
}
