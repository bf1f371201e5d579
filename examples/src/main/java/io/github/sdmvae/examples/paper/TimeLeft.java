/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.training.DurationText;
import io.github.sdmvae.train.EpochReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How long a table will take. Early stopping cannot be foreseen: trainings to come are taken to be as long as those that
 * have ended, and beside it stands how long it would take if none stopped early. Not thread-safe.
 */
final class TimeLeft {
    private final int maxEpochs;
    private final int jobs;
    private final Map<String, State> states = new HashMap<>();
    private double epochSeconds;
    private long epochs;
    private double scoreSeconds;
    private int scored;
    private long endedEpochs;
    private int ended;

    /** A cell on its way. */
    private static final class State {
        private final boolean trains;
        private int epochs;
        private long scoringSince;
        private boolean done;

        State(boolean trains) {
            this.trains = trains;
        }
    }

    TimeLeft(List<Cell> cells, int maxEpochs, int jobs) {
        this.maxEpochs = maxEpochs;
        this.jobs = jobs;
        cells.forEach(cell -> states.put(cell.id(), new State(cell.recipe() != null)));
    }

    private State state(Cell cell) {
        return Objects.requireNonNull(states.get(cell.id()), cell.id());
    }

    void found(Cell cell, CellResult result) {
        State state = state(cell);
        state.done = true;
        if (state.trains) {
            ended++;
            endedEpochs += result.history().size();
            if (!result.history().isEmpty()) {
                epochSeconds += result.seconds();
                epochs += result.history().size();
            }
        }
    }

    void started(Cell cell, long now) {
        state(cell).scoringSince = now;
    }

    void resumed(Cell cell, int epochsDone) {
        state(cell).epochs = epochsDone;
    }

    void epoch(Cell cell, EpochReport report) {
        state(cell).epochs = report.epoch();
        epochSeconds += report.seconds();
        epochs++;
    }

    void scoring(Cell cell, long now) {
        state(cell).scoringSince = now;
    }

    void finished(Cell cell, CellResult result, long now) {
        State state = state(cell);
        state.done = true;
        scoreSeconds += (now - state.scoringSince) / 1e9;
        scored++;
        if (state.trains) {
            ended++;
            endedEpochs += result.history().size();
        }
    }

    void failed(Cell cell) {
        state(cell).done = true;
    }

    /** For instance {@code about 2 h 10 min left, at most 5 h 3 min}. */
    String text() {
        if (states.values().stream().allMatch(state -> state.done)) {
            return "all done";
        }
        if (epochs == 0 && scored == 0) {
            return "time left not known yet";
        }
        double likely = seconds(ended == 0 ? maxEpochs : (double) endedEpochs / ended);
        double most = seconds(maxEpochs);
        String about = "about " + DurationText.of(likely) + " left";
        return most > 1.05 * likely + 1 ? about + ", at most " + DurationText.of(most) : about;
    }

    private double seconds(double expectedEpochs) {
        double each = epochs == 0 ? 0 : epochSeconds / epochs;
        double score = scored == 0 ? 0 : scoreSeconds / scored;
        double sum = 0;
        double longest = 0;
        for (State state : states.values()) {
            if (!state.done) {
                double train = state.trains ? Math.max(0, expectedEpochs - state.epochs) * each : 0;
                sum += train + score;
                longest = Math.max(longest, train + score);
            }
        }
        // One cell is not shared among jobs.
        return Math.max(longest, sum / jobs);
    }
}
