/* SPDX-License-Identifier: Apache-2.0 */
/** Data points as rows of floats: in memory, from {@code .npy} files or from any source of frames. */
@NullMarked
package io.github.sdmvae.data;

import org.jspecify.annotations.NullMarked;
