/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.onnx;

import io.github.sdmvae.part.Description;
import java.util.Map;

/** How the mean of each likelihood is said in ONNX, by its name in files. A new one is one line here. */
final class Means {
    private static final Map<String, Translation> TRANSLATIONS = Map.of(
            "complexGaussian", (likelihood, value, width, graph) -> power(likelihood, value, graph),
            "gaussian", (likelihood, value, width, graph) -> value,
            "gaussianLearnedVariance", (likelihood, value, width, graph) -> graph.columns(value, 0, width),
            "bernoulli", (likelihood, value, width, graph) -> graph.operation("Sigmoid", value));

    private Means() {}

    private interface Translation {
        String of(Description likelihood, String value, int width, OnnxGraph graph);
    }

    static String translate(Description likelihood, String value, int width, OnnxGraph graph) {
        Translation translation = TRANSLATIONS.get(likelihood.kind());
        if (translation == null) {
            throw new UnsupportedOperationException(
                    "there is no translation into ONNX for the likelihood '" + likelihood + "'");
        }
        return translation.of(likelihood, value, width, graph);
    }

    /** exp of the output, limited to ±clamp where there is one. */
    private static String power(Description likelihood, String value, OnnxGraph graph) {
        if (!likelihood.has("clamp")) {
            return graph.operation("Exp", value);
        }
        double clamp = likelihood.number("clamp");
        return graph.operation("Exp", graph.operation("Clip", value, graph.number(-clamp), graph.number(clamp)));
    }
}
