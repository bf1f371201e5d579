/* SPDX-License-Identifier: Apache-2.0 */
/** The library's own priors that are not Gaussian, written like a user's: value, gradient and draws. Not for users. */
@NullMarked
package io.github.sdmvae.internal.prior;

import org.jspecify.annotations.NullMarked;
