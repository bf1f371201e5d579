/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.Stage;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.graph.TransformNode;
import java.util.HashMap;
import java.util.Map;

/** Which nodes have stages of their own here; the others use the standard ones. */
final class CpuStages {
    private CpuStages() {}

    static Map<Class<? extends Node>, Stage.Factory> with(
            CpuTeam team, Map<Class<? extends Node>, Stage.Factory> standard) {
        Map<Class<? extends Node>, Stage.Factory> stages = new HashMap<>(standard);
        stages.put(TransformNode.class, request -> CpuTransformStage.create(team, request));
        return Map.copyOf(stages);
    }
}
