/* SPDX-License-Identifier: Apache-2.0 */
/**
 * One training on many workers, by local SGD: workers train alone for a round of many steps, then what they have learned is
 * averaged.
 */
@NullMarked
package io.github.sdmvae.spark.sgd;

import org.jspecify.annotations.NullMarked;
