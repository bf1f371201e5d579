/* SPDX-License-Identifier: Apache-2.0 */
/** What codes mean: which entries of a code matter, and what they do to the data. */
@NullMarked
package io.github.sdmvae.codes;

import org.jspecify.annotations.NullMarked;
