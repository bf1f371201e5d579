/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.github.sdmvae.report.chart;

import org.jspecify.annotations.NullMarked;
