/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.train.StepReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingListener;
import io.github.sdmvae.train.TrainingResult;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Has an engine on a pretended card for every test, and looks afterwards whether anything was written outside of memory. */
abstract class OnPretendedCard {
    /** Values per row. */
    protected static final int WIDTH = 9;
    /** 64 rows. */
    protected static final Frames DATA = Frames.wrap(CheckCase.data(64, WIDTH, new Random(3)), WIDTH, "generated");

    /** With a learned dictionary. */
    protected final ModelDefinition definition = ModelDefinition.builder()
            .inputSize(WIDTH)
            .hidden(6)
            .dictionary(Dictionary.dct(3, 5).learned(0.1))
            .build();
    /** A card without clusters. */
    protected ShimDevice device;
    /** On that card. */
    protected CudaEngine engine;

    /** For checkpoints. */
    @TempDir
    protected Path folder;

    @BeforeEach
    void open() {
        device = ShimDevice.ofCapability(75);
        engine = new CudaEngine(device);
    }

    @AfterEach
    void close() {
        System.clearProperty(ResidentData.PROPERTY);
        if (engine != null) {
            engine.close();
            assertThat(ShimLibrary.check()).as("written outside of memory").isEmpty();
        }
    }

    /** Three epochs of four steps. */
    protected Trainer.Builder trainer() {
        return Trainer.builder().epochs(3).batchSize(16).learningRate(1e-2).engine(engine);
    }

    /** Ends a training in the middle. */
    protected static TrainingListener breakingAtStep(int last) {
        return new TrainingListener() {
            private int steps;

            @Override
            public int reportEvery() {
                return 1;
            }

            @Override
            public void onStep(StepReport report) {
                if (++steps == last) {
                    throw new IllegalStateException("pulled the plug");
                }
            }
        };
    }

    /** Bits to compare. */
    protected static float[] weights(TrainingResult result) {
        return result.model().state().parameters();
    }

    /** As trainings have it. */
    protected static Objective objective(ModelDefinition model) {
        return Objective.of(model.prior(), GammaUpdate.closedForm(), ElboStrategy.asPublished());
    }

    /** To single precision after some layers. */
    protected static void assertClose(float[][] ours, float[][] expected) {
        assertThat(ours).hasDimensions(expected.length, expected[0].length);
        for (int i = 0; i < ours.length; i++) {
            for (int j = 0; j < ours[i].length; j++) {
                assertThat(ours[i][j]).isCloseTo(expected[i][j], Offset.offset(1e-4f * (1 + Math.abs(expected[i][j]))));
            }
        }
    }
}
