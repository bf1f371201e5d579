/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where models are computed. An {@link io.github.sdmvae.engine.Engine} takes a model's graph and its resident parameters
 * and compiles them into a program for one batch shape; {@link io.github.sdmvae.engine.Engines} finds engines by name.
 * Those who write an engine start from {@link io.github.sdmvae.engine.kernels.KernelEngine}.
 */
@NullMarked
package io.github.sdmvae.engine;

import org.jspecify.annotations.NullMarked;
