/* SPDX-License-Identifier: Apache-2.0 */
/** Models of time beside static ones, on speech. */
@NullMarked
package io.github.sdmvae.examples.dynamical;

import org.jspecify.annotations.NullMarked;
