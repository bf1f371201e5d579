/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.spark.FrameData;
import io.github.sdmvae.spark.ModelBytes;
import io.github.sdmvae.spark.Small;
import io.github.sdmvae.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is averaged at the end of a round is what the exchange points would have summed at a step. */
class RoundStateTest {
    private static final ModelDefinition MODEL = Small.definition(3);
    private static final Round FIRST = new Round(1, 0, 1, 0);
    private static final Round SECOND = new Round(1, 1, 1, 1);
    private static final double DECAY = 0.9;
    /** Sums in another order, in single precision. */
    private static final double ROUNDING = 1e-6;

    @TempDir
    private Path folder;

    private WorkerSpec spec(int workers, GammaUpdate gamma) throws IOException {
        FrameData train = FrameData.write(Small.rows(330, 1), folder.resolve("train.npy"));
        TrainingOptions o = Small.options(1, 5);
        TrainingOptions options = new TrainingOptions(
                1, o.batchSize(), o.learningRate(), o.patience(), o.gradientClipping(), gamma, o.elbo(), o.seed());
        return new WorkerSpec(ModelBytes.of(MODEL), options, LocalSgdOptions.of(workers, 1), train);
    }

    private static RoundState initial() {
        ModelState state = ModelState.initial(MODEL);
        int length = state.parameters().length;
        return new RoundState(state.parameters(), new float[length], new float[length], state.sharedGamma());
    }

    private static List<RoundState> alone(WorkerSpec spec, RoundState start, Round round) throws IOException {
        return Crew.here(spec).round(start, round).stream()
                .map(WorkerReport::state)
                .toList();
    }

    /** Threads that meet at every exchange point. */
    private static List<RoundState> meeting(WorkerSpec spec, RoundState start, Round round) throws Exception {
        int workers = spec.sharing().workers();
        Meeting meeting = new Meeting(workers);
        List<Callable<RoundState>> work = new ArrayList<>();
        for (int w = 0; w < workers; w++) {
            int number = w;
            work.add(() -> {
                try (Worker worker = Worker.of(spec, meeting.seat(number))) {
                    return worker.round(start, round, number).state();
                }
            });
        }
        return all(work);
    }

    private static List<RoundState> all(List<Callable<RoundState>> work)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<RoundState> states = new ArrayList<>();
            for (Future<RoundState> one : threads.invokeAll(work)) {
                states.add(one.get());
            }
            return states;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Sums in the order of the seats. */
    private static final class Meeting {
        private final double[][] brought;
        private final CyclicBarrier barrier;

        Meeting(int seats) {
            brought = new double[seats][];
            barrier = new CyclicBarrier(seats);
        }

        Exchange seat(int number) {
            return new Exchange() {
                @Override
                public int totalRows(int own) {
                    return own * brought.length;
                }

                @Override
                public void statistics(double[] shares) {
                    sum(number, shares);
                }

                @Override
                public void gradient(double[] share) {
                    sum(number, share);
                }
            };
        }

        private void sum(int number, double[] values) {
            brought[number] = values.clone();
            await();
            for (int i = 0; i < values.length; i++) {
                values[i] = 0;
                for (double[] share : brought) {
                    values[i] += share[i];
                }
            }
            await();
        }

        private void await() {
            try {
                barrier.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void assertClose(float[] ours, float[] expected) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isPositive();
        for (int i = 0; i < ours.length; i++) {
            assertThat((double) ours[i])
                    .as("value %d, expected %s", i, expected[i])
                    .isBetween(expected[i] - ROUNDING * largest, expected[i] + ROUNDING * largest);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aRoundOfOneStep_leavesTheSharedGamma_ofAnExchangeAtTheStep(int workers) throws Exception {
        WorkerSpec spec = spec(workers, GammaUpdate.shared(DECAY));
        List<RoundState> own = alone(spec, initial(), FIRST);
        List<RoundState> met = meeting(spec, initial(), FIRST);
        assertThat(met.get(1).sharedGamma()).isEqualTo(met.get(0).sharedGamma());
        assertThat(own.get(1).sharedGamma()).isNotEqualTo(own.get(0).sharedGamma());
        assertClose(RoundState.mean(own, MODEL).sharedGamma(), met.get(0).sharedGamma());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aRoundOfOneStep_leavesTheFirstMoments_ofAnExchangeAtTheStep(int workers) throws Exception {
        WorkerSpec spec = spec(workers, GammaUpdate.closedForm());
        List<RoundState> own = alone(spec, initial(), FIRST);
        List<RoundState> met = meeting(spec, initial(), FIRST);
        assertThat(own.get(1).first()).isNotEqualTo(own.get(0).first());
        assertClose(RoundState.mean(own, MODEL).first(), met.get(0).first());
    }

    @Test
    void theNextRound_startsFromTheExchangedGamma() throws IOException {
        WorkerSpec spec = spec(2, GammaUpdate.shared(DECAY));
        RoundState mean = RoundState.mean(alone(spec, initial(), FIRST), MODEL);
        RoundState forgotten =
                new RoundState(mean.values(), mean.first(), mean.second(), new float[mean.sharedGamma().length]);
        List<RoundState> next = alone(spec, mean, SECOND);
        List<RoundState> fresh = alone(spec, forgotten, SECOND);
        for (int w = 0; w < 2; w++) {
            float[] passedOn = new float[mean.sharedGamma().length];
            for (int j = 0; j < passedOn.length; j++) {
                passedOn[j] = (float) (fresh.get(w).sharedGamma()[j] + DECAY * mean.sharedGamma()[j]);
            }
            assertClose(next.get(w).sharedGamma(), passedOn);
        }
    }

    /** Equal batches: the mean is exact, and what scaling atoms of norm 1 to norm 1 changes is rounding. */
    @Test
    void theMeanOfEqualWorkers_isOneOfThem() throws IOException {
        RoundState one =
                alone(spec(2, GammaUpdate.shared(DECAY)), initial(), FIRST).get(0);
        RoundState mean = RoundState.mean(List.of(one, one, one), MODEL);
        assertThat(mean.first()).isEqualTo(one.first());
        assertThat(mean.second()).isEqualTo(one.second());
        assertThat(mean.sharedGamma()).isEqualTo(one.sharedGamma());
        assertClose(mean.values(), one.values());
        RoundState fixed = RoundState.mean(List.of(one, one, one), Small.fixedDictionary(3));
        assertThat(fixed.values()).isEqualTo(one.values());
    }
}
