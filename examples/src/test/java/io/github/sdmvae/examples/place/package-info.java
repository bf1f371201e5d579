/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.github.sdmvae.examples.place;

import org.jspecify.annotations.NullMarked;
