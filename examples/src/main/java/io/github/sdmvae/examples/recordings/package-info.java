/* SPDX-License-Identifier: Apache-2.0 */
/** The recordings that examples run on: those that come with them, and the test set of a folder. */
@NullMarked
package io.github.sdmvae.examples.recordings;

import org.jspecify.annotations.NullMarked;
