/* SPDX-License-Identifier: Apache-2.0 */
/** Runs of the examples on Spark. */
@NullMarked
package io.github.sdmvae.examples.spark;

import org.jspecify.annotations.NullMarked;
