/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

/** The shape of the covariance matrices of a {@link GaussianMixture}. */
public enum CovarianceType {
    /** Any symmetric positive definite matrix: d(d+1)/2 numbers per component. */
    FULL,
    /** No correlation within a component: d numbers per component. */
    DIAGONAL
}
