/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Files: written whole or not at all, read with suspicion, locked against a second writer. Knows nothing of models or
 * sound; depends on no other package of the library.
 */
@NullMarked
package io.github.sdmvae.file;

import org.jspecify.annotations.NullMarked;
