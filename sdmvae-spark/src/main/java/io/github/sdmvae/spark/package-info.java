/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What all work on Apache Spark shares: data by its place on storage that all machines see, models as the bytes of their
 * files, an engine for a task. What crosses the wire, beside the functions that Spark calls, is strings, numbers and bytes; no
 * model, option or frame of this library is serialised.
 */
@NullMarked
package io.github.sdmvae.spark;

import org.jspecify.annotations.NullMarked;
