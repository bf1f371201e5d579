/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.onnx;

import io.github.sdmvae.part.Description;
import java.util.Map;

/** How each transform of rows is said in ONNX, by its name in files. A new one is one line here. */
final class Transforms {
    private static final Map<String, Translation> FORWARD = Map.of(
            "logPower", Transforms::logPower,
            "powerLaw", Transforms::powerLaw,
            "standardised", Transforms::standardised,
            "columnScaling", Transforms::scaled);
    private static final Map<String, Translation> BACK = Map.of("columnScaling", Transforms::unscaled);

    private Transforms() {}

    private interface Translation {
        String of(Description transform, String value, OnnxGraph graph);
    }

    static String apply(Description transform, String value, OnnxGraph graph) {
        return named(FORWARD, transform).of(transform, value, graph);
    }

    static String undo(Description transform, String value, OnnxGraph graph) {
        return named(BACK, transform).of(transform, value, graph);
    }

    private static Translation named(Map<String, Translation> translations, Description transform) {
        Translation translation = translations.get(transform.kind());
        if (translation == null) {
            throw new UnsupportedOperationException(
                    "there is no translation into ONNX for the transform '" + transform.kind() + "'");
        }
        return translation;
    }

    private static String logPower(Description transform, String value, OnnxGraph graph) {
        String raised = graph.operation("Add", graph.operation("Relu", value), graph.number(transform.number("floor")));
        return graph.operation("Log", raised);
    }

    private static String powerLaw(Description transform, String value, OnnxGraph graph) {
        return graph.operation("Pow", graph.operation("Relu", value), graph.number(transform.number("exponent")));
    }

    private static String standardised(Description transform, String value, OnnxGraph graph) {
        String inner = transform.has("inner") ? apply(transform.part("inner"), value, graph) : value;
        return shifted(transform, "input", inner, graph);
    }

    private static String scaled(Description transform, String value, OnnxGraph graph) {
        return shifted(transform, "data", value, graph);
    }

    private static String shifted(Description transform, String name, String value, OnnxGraph graph) {
        float[] mean = transform.array("mean");
        float[] scale = transform.array("scale");
        String centred = graph.operation("Sub", value, graph.array(name + ".mean", mean, mean.length));
        return graph.operation("Mul", centred, graph.array(name + ".scale", scale, scale.length));
    }

    /** Arrays of its own: a graph may hold the way back alone, or both ways. */
    private static String unscaled(Description transform, String value, OnnxGraph graph) {
        float[] mean = transform.array("mean");
        float[] scale = transform.array("scale");
        String wide = graph.operation("Div", value, graph.array("data.scale.back", scale, scale.length));
        return graph.operation("Add", wide, graph.array("data.mean.back", mean, mean.length));
    }
}
