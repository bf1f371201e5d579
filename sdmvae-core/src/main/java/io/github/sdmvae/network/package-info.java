/* SPDX-License-Identifier: Apache-2.0 */
/** Layers of encoder and decoder. */
@NullMarked
package io.github.sdmvae.network;

import org.jspecify.annotations.NullMarked;
