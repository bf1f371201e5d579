/* SPDX-License-Identifier: Apache-2.0 */
/** Command-line options that several examples share, as picocli mixins; an example says its defaults where it mixes them in. */
@NullMarked
package io.github.sdmvae.examples.options;

import org.jspecify.annotations.NullMarked;
