/* SPDX-License-Identifier: Apache-2.0 */
/** What examples write: tables into folders, without harm to what others keep there. */
@NullMarked
package io.github.sdmvae.examples.output;

import org.jspecify.annotations.NullMarked;
