/* SPDX-License-Identifier: Apache-2.0 */
/** The reference engine: operation by operation through ND4J, in single or double precision. */
@NullMarked
package io.github.sdmvae.engine.nd4j;

import org.jspecify.annotations.NullMarked;
