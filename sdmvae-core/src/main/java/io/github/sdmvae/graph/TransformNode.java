/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.transform.InputTransform;

/**
 * What the encoder sees of the data. Learns nothing.
 *
 * @param transform the function
 * @param width n, values per data point
 */
public record TransformNode(InputTransform transform, int width) implements Node {
    @Override
    public String name() {
        return "inputTransform";
    }

    @Override
    public String summary() {
        return transform.describe().toString();
    }
}
