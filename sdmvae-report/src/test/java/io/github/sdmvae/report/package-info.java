/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.github.sdmvae.report;

import org.jspecify.annotations.NullMarked;
