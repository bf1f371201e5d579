/* SPDX-License-Identifier: Apache-2.0 */
/** Trained models put to work: noise taken down, voices separated, and how well that does. */
@NullMarked
package io.github.sdmvae.examples.enhance;

import org.jspecify.annotations.NullMarked;
