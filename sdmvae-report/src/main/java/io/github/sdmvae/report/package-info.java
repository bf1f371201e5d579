/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Web pages that let one hear and see what speech models do: {@link io.github.sdmvae.report.Report} writes a folder that
 * opens from disk, with no server, no network and nothing from elsewhere.
 */
@NullMarked
package io.github.sdmvae.report;

import org.jspecify.annotations.NullMarked;
