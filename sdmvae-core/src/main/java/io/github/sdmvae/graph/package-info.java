/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A model as a short list of typed nodes: what an engine compiles. Which parameters there are, where they lie and what
 * they are called follows from the nodes.
 */
@NullMarked
package io.github.sdmvae.graph;

import org.jspecify.annotations.NullMarked;
