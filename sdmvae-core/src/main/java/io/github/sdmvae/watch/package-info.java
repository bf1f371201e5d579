/* SPDX-License-Identifier: Apache-2.0 */
/** Ready listeners: progress lines, CSV files, TensorBoard event files. */
@NullMarked
package io.github.sdmvae.watch;

import org.jspecify.annotations.NullMarked;
