/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.objective.LossTerms;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Queue;

/** An engine as one on a device would be: nobody hears of a step before having waited for it. */
public final class LateEngine implements Engine {
    private final Engine inner = HostEngine.of(Precision.FLOAT32);
    private int waits;

    /** How often somebody waited for reports. */
    public int waits() {
        return waits;
    }

    @Override
    public String name() {
        return "late";
    }

    @Override
    public Precision precision() {
        return inner.precision();
    }

    @Override
    public Parameters allocate(ModelGraph graph, boolean training) {
        return inner.allocate(graph, training);
    }

    @Override
    public Program infer(ModelGraph graph, Objective objective, Parameters parameters, int rows) {
        return inner.infer(graph, objective, parameters, rows);
    }

    @Override
    public InputGradient inputGradient(ModelGraph graph, InputGradient.Half half, Parameters parameters, int rows) {
        return inner.inputGradient(graph, half, parameters, rows);
    }

    private record Report(long step, LossTerms terms, double norm) {}

    @Override
    public TrainingProgram train(
            ModelGraph graph, Objective objective, Parameters parameters, int rows, Exchange exchange) {
        TrainingProgram program = inner.train(graph, objective, parameters, rows, exchange);
        Queue<Report> held = new ArrayDeque<>();
        return (TrainingProgram) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TrainingProgram.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("reports")) {
                        return method.invoke(program, arguments);
                    }
                    program.reports(true, (step, terms, norm) -> held.add(new Report(step, terms, norm)));
                    if ((boolean) arguments[0]) {
                        waits++;
                        while (!held.isEmpty()) {
                            Report r = held.remove();
                            ((TrainingProgram.Receiver) arguments[1]).report(r.step(), r.terms(), r.norm());
                        }
                    }
                    return null;
                });
    }
}
