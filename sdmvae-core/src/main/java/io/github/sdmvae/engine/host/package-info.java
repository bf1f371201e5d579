/* SPDX-License-Identifier: Apache-2.0 */
/** The plain engine: every kernel in Java and double precision on the host, without native libraries. */
@NullMarked
package io.github.sdmvae.engine.host;

import org.jspecify.annotations.NullMarked;
