/* SPDX-License-Identifier: Apache-2.0 */
/** Weights in and out: from and to programs that know nothing of this library. */
@NullMarked
package io.github.sdmvae.weights;

import org.jspecify.annotations.NullMarked;
