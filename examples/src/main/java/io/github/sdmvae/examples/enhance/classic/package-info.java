/* SPDX-License-Identifier: Apache-2.0 */
/** Classical speech enhancement, to compare with: gains from an estimate of the noise's spectrum. */
@NullMarked
package io.github.sdmvae.examples.enhance.classic;

import org.jspecify.annotations.NullMarked;
