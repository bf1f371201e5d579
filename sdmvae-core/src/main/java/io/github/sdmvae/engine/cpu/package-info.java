/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The standard engine: fused kernels in single precision round OpenBLAS products, in parts for the threads of a team. Results
 * do not depend on their number.
 */
@NullMarked
package io.github.sdmvae.engine.cpu;

import org.jspecify.annotations.NullMarked;
