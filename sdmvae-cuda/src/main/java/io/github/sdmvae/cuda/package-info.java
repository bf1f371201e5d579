/* SPDX-License-Identifier: Apache-2.0 */
/**
 * An engine for NVIDIA cards of compute capability 7.5 and later: kernels of our own round cuBLAS products, whole steps as
 * captured graphs, everything resident on the card. The kernels are {@code .cu} texts beside these classes, compiled for
 * the card that is found.
 *
 * <p>A {@code Device} stands between the engine and the driver, so that all of the engine but the
 * driver's calls also runs without a card, in tests.
 */
@NullMarked
package io.github.sdmvae.cuda;

import org.jspecify.annotations.NullMarked;
