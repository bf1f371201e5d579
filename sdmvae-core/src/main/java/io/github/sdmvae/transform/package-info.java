/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the encoder sees of the data: one file for each transform, with everything that depends on which one it is, and one
 * line in {@link io.github.sdmvae.transform.InputTransforms}.
 */
@NullMarked
package io.github.sdmvae.transform;

import org.jspecify.annotations.NullMarked;
