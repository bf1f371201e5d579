/* SPDX-License-Identifier: Apache-2.0 */
/** Models and metrics as transformers of columns, for pipelines of Spark ML. */
@NullMarked
package io.github.sdmvae.spark.ml;

import org.jspecify.annotations.NullMarked;
