/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.spark.FrameData;
import io.github.sdmvae.spark.Small;
import io.github.sdmvae.spark.sgd.LocalSgdOptions.Moments;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingOptions;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalSgdTest {
    private static final ModelDefinition MODEL = Small.definition(3);

    @TempDir
    private Path folder;

    private FrameData train;
    private FrameData valid;

    @BeforeEach
    void data() throws IOException {
        train = FrameData.write(Small.rows(330, 1), folder.resolve("train.npy"));
        valid = FrameData.write(Small.rows(60, 2), folder.resolve("valid.npy"));
    }

    private static TrainingOptions shared(int epochs) {
        TrainingOptions o = Small.options(epochs, 5);
        return new TrainingOptions(
                epochs,
                o.batchSize(),
                o.learningRate(),
                o.patience(),
                o.gradientClipping(),
                GammaUpdate.shared(0.9),
                o.elbo(),
                o.seed());
    }

    @Test
    void oneWorker_isATrainer() throws IOException {
        TrainingOptions options = shared(3);
        TrainingResult alone = Trainer.builder()
                .epochs(3)
                .batchSize(options.batchSize())
                .learningRate(options.learningRate())
                .gammaUpdate(GammaUpdate.shared(0.9))
                .seed(options.seed())
                .build()
                .fit(MODEL, train.open(), valid.open());
        LocalSgdResult result = LocalSgd.of(options, LocalSgdOptions.of(1, 7)).fit(Small.spark(), MODEL, train, valid);
        Small.assertSame(result.training().model(), alone.model());
        assertThat(result.training().bestEpoch()).isEqualTo(alone.bestEpoch());
        for (int e = 0; e < 3; e++) {
            assertThat(result.training().history().get(e).validation())
                    .isEqualTo(alone.history().get(e).validation());
            assertThat(result.training().history().get(e).training().loss())
                    .isCloseTo(alone.history().get(e).training().loss(), offset(1e-9));
        }
        // 20 steps in rounds of 7, 7 and 6, three times.
        assertThat(result.costs().rounds()).isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource(Moments.class)
    void manyWorkers_onSpark_areThoseOfOneProcess(Moments moments) throws IOException {
        LocalSgd sgd = LocalSgd.of(shared(3), LocalSgdOptions.of(3, 4).withMoments(moments));
        LocalSgdResult onSpark = sgd.fit(Small.spark(), MODEL, train, valid);
        LocalSgdResult here = sgd.fitHere(MODEL, train, valid);
        Small.assertSame(onSpark.training().model(), here.training().model());
        assertThat(onSpark.training().history().stream()
                        .map(r -> r.validation())
                        .toList())
                .isEqualTo(here.training().history().stream()
                        .map(r -> r.validation())
                        .toList());
        assertThat(onSpark.costs().rounds()).isEqualTo(6);
        assertThat(onSpark.costs().bytes())
                .isGreaterThan(6L * 4 * 4 * MODEL.graph().layout().length());
        List<Double> losses = onSpark.training().history().stream()
                .map(r -> r.validation().loss())
                .toList();
        assertThat(losses.get(2)).isLessThan(losses.get(0));
        assertUnitAtoms(onSpark);
    }

    private static void assertUnitAtoms(LocalSgdResult result) {
        double[] d = result.training().model().dictionary().toArray();
        for (int j = 0; j < 6; j++) {
            double squares = 0;
            for (int i = j; i < d.length; i += 6) {
                squares += d[i] * d[i];
            }
            assertThat(squares).isCloseTo(1, offset(1e-5));
        }
    }

    @Test
    void theAverage_isOfWorkersThatDiffer() throws IOException {
        LocalSgdResult one = LocalSgd.of(shared(1), LocalSgdOptions.of(1, 100)).fitHere(MODEL, train, valid);
        LocalSgdResult two = LocalSgd.of(shared(1), LocalSgdOptions.of(2, 100)).fitHere(MODEL, train, valid);
        assertThat(two.training().model().state().parameters())
                .isNotEqualTo(one.training().model().state().parameters());
        RoundState a = new RoundState(new float[] {1, 2}, new float[0], new float[0], new float[] {4});
        RoundState b = new RoundState(new float[] {3, 6}, new float[0], new float[0], new float[] {0});
        RoundState mean = RoundState.mean(
                List.of(a, b),
                MODEL.toBuilder().dictionary(Dictionary.identity(4)).build());
        assertThat(mean.values()).containsExactly(2, 4);
        assertThat(mean.sharedGamma()).containsExactly(2);
    }

    @Test
    void aKilledDriver_goesOnFromTheNewestRound() throws IOException {
        LocalSgd sgd = LocalSgd.of(shared(3), LocalSgdOptions.of(2, 3));
        LocalSgdResult whole = sgd.fitHere(MODEL, train, valid);
        Path rounds = folder.resolve("rounds");
        sgd.checkpoints(rounds).fitHere(MODEL, train, valid);
        // 10 steps of a worker in rounds of 3, 3, 3, 1, three times: as if killed after the eleventh.
        assertThat(names(rounds)).containsExactly("round-000000011.sdmvae", "round-000000012.sdmvae");
        Files.delete(rounds.resolve("round-000000012.sdmvae"));
        LocalSgdResult resumed = sgd.checkpoints(rounds).fitHere(MODEL, train, valid);
        Small.assertSame(resumed.training().model(), whole.training().model());
        assertThat(resumed.training().history()).hasSize(3);
        // Ended: asked again, it gives its result.
        LocalSgdResult again = sgd.checkpoints(rounds).fitHere(MODEL, train, valid);
        Small.assertSame(again.training().model(), whole.training().model());
        assertThat(again.costs().rounds()).isEqualTo(12);
    }

    @Test
    void aDamagedRound_isPassedOver_anotherTraining_refused() throws IOException {
        LocalSgd sgd = LocalSgd.of(shared(2), LocalSgdOptions.of(2, 4));
        Path rounds = folder.resolve("rounds");
        LocalSgdResult whole = sgd.checkpoints(rounds).fitHere(MODEL, train, valid);
        Path newest = rounds.resolve("round-000000006.sdmvae");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        LocalSgdResult resumed = sgd.checkpoints(rounds).fitHere(MODEL, train, valid);
        Small.assertSame(resumed.training().model(), whole.training().model());
        assertThat(rounds.resolve("round-000000006.sdmvae.unreadable")).exists();
        LocalSgd other = LocalSgd.of(shared(2), LocalSgdOptions.of(2, 5)).checkpoints(rounds);
        assertThatThrownBy(() -> other.fitHere(MODEL, train, valid))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stepsPerRound is 5");
    }

    private static List<String> names(Path rounds) throws IOException {
        try (Stream<Path> files = Files.list(rounds)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("round-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void dataThatDoesNotFit_isRefused() throws IOException {
        FrameData wide = FrameData.write(Small.rows(40, 13, 1), folder.resolve("wide.npy"));
        LocalSgd sgd = LocalSgd.of(shared(1), LocalSgdOptions.of(2, 4));
        assertThatThrownBy(() -> sgd.fitHere(MODEL, wide, valid)).hasMessageContaining("rows of 12");
        LocalSgd crowd = LocalSgd.of(shared(1), LocalSgdOptions.of(30, 4));
        assertThatThrownBy(() -> crowd.fitHere(MODEL, train, valid)).hasMessageContaining("fewer than the 30");
        assertThatThrownBy(() -> LocalSgdOptions.of(0, 4)).hasMessageContaining("got 0");
    }
}
