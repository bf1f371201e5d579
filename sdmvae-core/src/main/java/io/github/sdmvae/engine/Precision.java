/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/** The floating-point type an engine computes in. */
public enum Precision {
    /** 32 bits: training and inference. */
    FLOAT32,
    /** 64 bits: checking gradients. */
    FLOAT64
}
