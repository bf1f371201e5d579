/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.github.sdmvae.examples.frontier;

import org.jspecify.annotations.NullMarked;
