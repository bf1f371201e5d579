/* SPDX-License-Identifier: Apache-2.0 */
/** Many trainings at once, one task each: seeds, models, settings, folds. */
@NullMarked
package io.github.sdmvae.spark.training;

import org.jspecify.annotations.NullMarked;
