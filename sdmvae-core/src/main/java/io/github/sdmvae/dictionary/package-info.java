/* SPDX-License-Identifier: Apache-2.0 */
/** Dictionaries {@code D} that turn a sparse code into the decoder's input, {@code z = D a}. */
@NullMarked
package io.github.sdmvae.dictionary;

import org.jspecify.annotations.NullMarked;
