/* SPDX-License-Identifier: Apache-2.0 */
/** Which models are sparse by measures free of scale, and at which price in quality. */
@NullMarked
package io.github.sdmvae.examples.frontier;

import org.jspecify.annotations.NullMarked;
