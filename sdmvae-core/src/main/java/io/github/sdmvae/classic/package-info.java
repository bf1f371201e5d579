/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Classical models with latent variables, to set beside the autoencoders or to fit to their codes: K-means, Gaussian
 * mixtures and probabilistic PCA. All are fitted by a builder, from a {@link io.github.sdmvae.data.FrameSource}.
 */
@NullMarked
package io.github.sdmvae.classic;

import org.jspecify.annotations.NullMarked;
