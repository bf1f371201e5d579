/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Sets of small images with labels: read from the files of MNIST and its likes and of CIFAR-10, or generated. Their pixels
 * are rows of {@link io.github.sdmvae.data.Frames}.
 */
@NullMarked
package io.github.sdmvae.images;

import org.jspecify.annotations.NullMarked;
