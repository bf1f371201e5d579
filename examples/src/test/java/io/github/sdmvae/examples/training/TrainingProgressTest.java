/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.examples.training.TrainingProgress.Kind;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.StepReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();

    private TrainingProgress progress(Kind kind) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        TrainingProgress progress = new TrainingProgress("training", kind, out, now::get);
        progress.onStart(10, 100);
        return progress;
    }

    private void steps(TrainingProgress progress, int count) {
        for (int step = 1; step <= count; step++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(6));
            progress.onStep(new StepReport(1, step, 100, new LossTerms(-20, 5, 0, 1)));
        }
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutATerminal_aLineEachMinuteTellsTheTimeLeft() {
        steps(progress(Kind.LINES), 25);
        assertThat(said().lines())
                .containsExactly(
                        "training: epoch 1/10, step 10/100, training loss -15.0 = reconstruction -20.0 + divergence 5.0;"
                                + " at most 1 h 39 min left",
                        "training: epoch 1/10, step 20/100, training loss -15.0 = reconstruction -20.0 + divergence 5.0;"
                                + " at most 1 h 38 min left");
    }

    @Test
    void interruption_isOneLineWhateverIsShownElse() {
        TrainingProgress progress = progress(Kind.NONE);
        steps(progress, 25);
        assertThat(said()).isEmpty();
        progress.onInterrupt(1, 25);
        assertThat(said().lines())
                .containsExactly("training: interrupted in epoch 1, after step 25; the same command goes on from the"
                        + " newest checkpoint");
    }
}
