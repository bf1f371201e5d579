/* SPDX-License-Identifier: Apache-2.0 */
/** What training optimises, as data: prior, likelihood, γ update, ELBO strategy; and where users bring their own. */
@NullMarked
package io.github.sdmvae.objective;

import org.jspecify.annotations.NullMarked;
