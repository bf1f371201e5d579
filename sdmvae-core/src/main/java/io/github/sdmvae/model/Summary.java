/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.graph.Parameter;
import io.github.sdmvae.transform.DataTransform;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A model for readers: a line for each node, with its parameters, then where the model comes from. */
final class Summary {
    private final StringBuilder text = new StringBuilder();

    private Summary() {}

    static String of(Vae model) {
        Summary summary = new Summary();
        ModelGraph graph = model.definition().graph();
        List<Node> nodes = graph.nodes();
        int width = nodes.stream().mapToInt(n -> n.name().length()).max().orElse(0);
        summary.line("%s parameters", grouped(graph.layout().length()));
        DataTransform transform = model.definition().dataTransform();
        if (transform != null) {
            summary.line("  data transform %s", transform.describe());
        }
        for (Node node : nodes) {
            long count = node.parameters().stream().mapToLong(Parameter::length).sum();
            String learned = count == 0 ? "" : "  (" + grouped(count) + ")";
            summary.line("  %-" + width + "s  %s%s", node.name(), node.summary(), learned);
        }
        summary.origin(model);
        return summary.text.toString();
    }

    /** One line: sizes, prior, likelihood, engine. */
    static String line(Vae model) {
        ModelDefinition definition = model.definition();
        return "Vae[" + definition.inputSize() + " values, code of " + definition.codeSize() + ", prior "
                + definition.prior().describe() + ", likelihood "
                + definition.likelihood().describe() + ", "
                + definition.graph().layout().length() + " parameters, engine "
                + model.engine().name() + "]";
    }

    private void origin(Vae model) {
        ModelState state = model.state();
        if (model.definition().prior().learnsVariance()) {
            line("γ update %s", state.gamma().describe());
        }
        Provenance origin = state.provenance();
        Map<String, String> settings = origin.training();
        if (settings.isEmpty()) {
            line("not trained");
        } else {
            line("trained on %s", origin.data());
            line(
                    "best epoch %s of %s, batch %s, rate %s; %s, library %s",
                    settings.getOrDefault("bestEpoch", "?"),
                    settings.getOrDefault("epochsDone", "?"),
                    settings.getOrDefault("batchSize", "?"),
                    settings.getOrDefault("learningRate", "?"),
                    origin.created(),
                    origin.library());
        }
        line("computes on engine %s", model.engine().name());
        if (!model.notes().isEmpty()) {
            line("notes: %s", String.join(", ", model.notes().keySet()));
        }
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
