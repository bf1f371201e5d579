/* SPDX-License-Identifier: Apache-2.0 */
/** Where the parts of a long program are done: in its own process, or by others that see the same folders. */
@NullMarked
package io.github.sdmvae.examples.place;

import org.jspecify.annotations.NullMarked;
