/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import io.github.sdmvae.part.PartRegistry;

/** The library's data transforms by their names in files. A new one is one new file beside this and one line here. */
public final class DataTransforms {
    private static final PartRegistry<DataTransform> REGISTRY =
            new PartRegistry<>("dataTransform", DataTransform.class).with(ColumnScaling.NAME, ColumnScaling::read);

    private DataTransforms() {}

    /**
     * All of them.
     *
     * @return the registry
     */
    public static PartRegistry<DataTransform> registry() {
        return REGISTRY;
    }
}
