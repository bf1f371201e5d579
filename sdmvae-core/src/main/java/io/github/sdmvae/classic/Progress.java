/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.ArrayList;
import java.util.List;

/** Collects the objectives of one start and passes them on to the listeners. */
final class Progress {
    private final List<FitListener> listeners;
    private final int restart;
    private final List<Double> objectives = new ArrayList<>();

    Progress(List<FitListener> listeners, int restart, int maxIterations) {
        this.listeners = listeners;
        this.restart = restart;
        listeners.forEach(listener -> listener.onStart(restart, maxIterations));
    }

    static Progress silent() {
        return new Progress(List.of(), 0, 0);
    }

    void report(double objective, int repairs) {
        IterationReport report = new IterationReport(restart, objectives.size(), objective, repairs);
        objectives.add(objective);
        listeners.forEach(listener -> listener.onIteration(report));
    }

    int iteration() {
        return objectives.size() - 1;
    }

    /** How much the objective rose in the last update; infinite at the start, where there was none. */
    double gain() {
        int n = objectives.size();
        return n < 2 ? Double.POSITIVE_INFINITY : objectives.get(n - 1) - objectives.get(n - 2);
    }

    double last() {
        return objectives.get(objectives.size() - 1);
    }

    FitHistory history(boolean converged, List<FloorAction> floors) {
        return new FitHistory(objectives, converged, floors);
    }
}
