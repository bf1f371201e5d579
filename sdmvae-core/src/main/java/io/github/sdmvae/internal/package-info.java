/* SPDX-License-Identifier: Apache-2.0 */
/** Shared pieces that are no part of the API. */
@NullMarked
package io.github.sdmvae.internal;

import org.jspecify.annotations.NullMarked;
