/* SPDX-License-Identifier: Apache-2.0 */
/** The numeric kernels of a training step behind one interface; ND4J is the reference implementation. */
@NullMarked
package io.github.sdmvae.engine;

import org.jspecify.annotations.NullMarked;
