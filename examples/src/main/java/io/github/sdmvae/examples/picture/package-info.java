/* SPDX-License-Identifier: Apache-2.0 */
/** Small pictures of numbers: heat maps and line charts in a grid, written as PNG without a display. */
@NullMarked
package io.github.sdmvae.examples.picture;

import org.jspecify.annotations.NullMarked;
