/* SPDX-License-Identifier: Apache-2.0 */
/** The trainer: Adam, schedules, early stopping, listeners. */
@NullMarked
package io.github.sdmvae.train;

import org.jspecify.annotations.NullMarked;
