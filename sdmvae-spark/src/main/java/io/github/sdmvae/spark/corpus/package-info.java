/* SPDX-License-Identifier: Apache-2.0 */
/** Corpora of recordings as shards of frames, each made by one task. */
@NullMarked
package io.github.sdmvae.spark.corpus;

import org.jspecify.annotations.NullMarked;
