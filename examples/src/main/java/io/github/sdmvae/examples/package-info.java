/* SPDX-License-Identifier: Apache-2.0 */
/** Programs that train on speech, resynthesise and show; started through {@link io.github.sdmvae.examples.Examples}. */
@NullMarked
package io.github.sdmvae.examples;

import org.jspecify.annotations.NullMarked;
