/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.github.sdmvae.pretrained;

import org.jspecify.annotations.NullMarked;
