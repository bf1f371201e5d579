/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae;

import io.github.sdmvae.RecordedSettings.Setting;
import io.github.sdmvae.data.CacheKey;
import io.github.sdmvae.data.FrameCache;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.StepReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Files as the first version of the library writes them, in {@code formats/v1}: models, the checkpoints of a run that
 * died in its third epoch, a frame cache. They are written once and never again; a new format gets a folder of its own.
 */
final class RecordedFormats {
    static final String RUN = "run";
    static final String CACHE = "frames.npy";
    static final CacheKey CACHE_KEY =
            CacheKey.of(Map.of("hop", "256"), Map.of("a.wav", "1", "b.wav", "2", "c.wav", "3"));

    private static final int DIES_AFTER = 11;
    private static final int CHECKPOINT_EVERY = 4;

    private RecordedFormats() {}

    /** The run that the checkpoints belong to, and that its unbroken twin is recorded of. */
    static Setting run() {
        return RecordedSettings.named("checkpointed");
    }

    static Frames firstRows() {
        return RecordedParts.normal(9, 7, 21);
    }

    static Frames lastRows() {
        return RecordedParts.normal(4, 7, 22);
    }

    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, Setting> entry : RecordedSettings.saved().entrySet()) {
            Setting s = entry.getValue();
            Vae model = s.trainer()
                    .build()
                    .fit(s.definition(), s.training(), Objects.requireNonNull(s.validation()))
                    .model();
            model.save(folder.resolve(entry.getKey()));
        }
        writeRun(folder.resolve(RUN));
        FrameCache.openOrBuild(folder.resolve(CACHE), CACHE_KEY, 7, writer -> {
            writer.write("a.wav", values(firstRows()));
            writer.skip("b.wav", "b.wav: is silent");
            writer.write("c.wav", values(lastRows()));
        });
        deleteLocks(folder);
    }

    private static float[] values(Frames frames) {
        float[] values = new float[frames.size() * frames.width()];
        for (int i = 0; i < frames.size(); i++) {
            frames.read(i, values, i * frames.width());
        }
        return values;
    }

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static void writeRun(Path folder) {
        Setting s = run();
        Trainer trainer = s.trainer()
                .checkpoints(Checkpoints.in(folder).everySteps(CHECKPOINT_EVERY))
                .listener(new TrainingListener() {
                    private int steps;

                    @Override
                    public void onStep(StepReport report) {
                        steps++;
                        if (steps == DIES_AFTER) {
                            throw new Death();
                        }
                    }
                })
                .build();
        try {
            trainer.fit(s.definition(), s.training(), Objects.requireNonNull(s.validation()));
            throw new IllegalStateException("the run should have died");
        } catch (Death e) {
            // As intended: what it leaves are its checkpoints.
        }
    }

    private static void deleteLocks(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> locks =
                    files.filter(file -> file.toString().endsWith("lock")).toList();
            for (Path lock : locks) {
                Files.delete(lock);
            }
        }
    }
}
