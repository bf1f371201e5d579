/* SPDX-License-Identifier: Apache-2.0 */
/** HTML and SVG as text, escaped. */
@NullMarked
package io.github.sdmvae.report.markup;

import org.jspecify.annotations.NullMarked;
