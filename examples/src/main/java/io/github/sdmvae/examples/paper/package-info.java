/* SPDX-License-Identifier: Apache-2.0 */
/** The table of the SDM-VAE paper on any folder of speech: trained, scored, shown; goes on where it was killed. */
@NullMarked
package io.github.sdmvae.examples.paper;

import org.jspecify.annotations.NullMarked;
