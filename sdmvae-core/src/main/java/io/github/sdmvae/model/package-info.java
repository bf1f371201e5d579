/* SPDX-License-Identifier: Apache-2.0 */
/** Model definitions, models, their evaluation and their files. */
@NullMarked
package io.github.sdmvae.model;

import org.jspecify.annotations.NullMarked;
