/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.github.sdmvae.examples.masks;

import org.jspecify.annotations.NullMarked;
