/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Fuzzing of file readers, for the tests of the other modules: seeds are mutated, read, and watched.
 *
 * <p>Why one of our own: Jazzer is guided by coverage and finds more in an hour, but brings native code for three platforms
 * of the library's five and an agent that does not run beside another one; this one is deterministic, runs in any test and
 * counts processor time and memory of each input.
 */
@NullMarked
package io.github.sdmvae.fuzz;

import org.jspecify.annotations.NullMarked;
