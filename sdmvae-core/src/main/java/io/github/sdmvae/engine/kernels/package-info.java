/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What an engine needs that computes kernel by kernel: {@link io.github.sdmvae.engine.kernels.KernelEngine} turns kernels
 * into programs, and has every kernel in double precision on the host already. An engine of one's own brings a {@link
 * io.github.sdmvae.engine.kernels.Tensor} and as many kernels as pay.
 */
@NullMarked
package io.github.sdmvae.engine.kernels;

import org.jspecify.annotations.NullMarked;
