/* SPDX-License-Identifier: Apache-2.0 */
/** Random numbers that are a pure function of a key and an index. */
@NullMarked
package io.github.sdmvae.random;

import org.jspecify.annotations.NullMarked;
