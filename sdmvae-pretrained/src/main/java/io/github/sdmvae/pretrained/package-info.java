/* SPDX-License-Identifier: Apache-2.0 */
/** Trained models, ready to use. */
@NullMarked
package io.github.sdmvae.pretrained;

import org.jspecify.annotations.NullMarked;
