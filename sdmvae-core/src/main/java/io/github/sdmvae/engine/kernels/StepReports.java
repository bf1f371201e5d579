/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.TrainingProgram.Receiver;
import io.github.sdmvae.objective.LossTerms;
import java.util.ArrayDeque;
import java.util.Queue;

/** Finished steps until somebody asks for them. */
final class StepReports {
    private final Queue<Report> waiting = new ArrayDeque<>();

    private record Report(long step, LossTerms terms, double gradientNorm) {}

    void add(long step, LossTerms terms, double gradientNorm) {
        waiting.add(new Report(step, terms, gradientNorm));
    }

    void handOver(Receiver receiver) {
        while (!waiting.isEmpty()) {
            Report report = waiting.remove();
            receiver.report(report.step(), report.terms(), report.gradientNorm());
        }
    }
}
