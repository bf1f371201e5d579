/* SPDX-License-Identifier: Apache-2.0 */
/** Options and progress of a training, shared by examples. */
@NullMarked
package io.github.sdmvae.examples.training;

import org.jspecify.annotations.NullMarked;
