/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What all exchangeable parts of a model have in common: a stable name in files, a description in numbers, and a
 * registry that finds a part by its name.
 */
@NullMarked
package io.github.sdmvae.part;

import org.jspecify.annotations.NullMarked;
