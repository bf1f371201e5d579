/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

/**
 * The data x.
 *
 * @param width n, values per data point
 */
public record InputNode(int width) implements Node {
    @Override
    public String name() {
        return "input";
    }

    @Override
    public String summary() {
        return width + " values";
    }
}
