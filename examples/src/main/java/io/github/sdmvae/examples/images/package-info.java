/* SPDX-License-Identifier: Apache-2.0 */
/** Examples on small images: sparse autoencoders side by side, classical models, a prior of one's own. */
@NullMarked
package io.github.sdmvae.examples.images;

import org.jspecify.annotations.NullMarked;
