/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

/**
 * A, b and ν of probabilistic PCA, and what follows from them. Immutable.
 *
 * @param loadings A, d × q
 * @param mean b
 * @param noise ν
 * @param projection (AᵀA+νI)⁻¹Aᵀ, q × d
 * @param posteriorCovariance ν(AᵀA+νI)⁻¹, q × q
 * @param logNorm log-density at the mean
 */
@SuppressWarnings("ArrayRecordComponent") // internal: never compared
record PpcaParameters(
        double[][] loadings,
        double[] mean,
        double noise,
        double[][] projection,
        double[][] posteriorCovariance,
        double logNorm) {

    static PpcaParameters of(double[][] loadings, double[] mean, double noise) {
        int d = mean.length;
        int q = loadings[0].length;
        double[][] gram = Matrices.transposedProduct(loadings, loadings);
        Matrices.Inverse inverse = Matrices.invert(Matrices.combine(1, gram, noise, Matrices.identity(q)));
        double[][] projection = new double[q][d];
        for (int c = 0; c < q; c++) {
            for (int j = 0; j < d; j++) {
                for (int k = 0; k < q; k++) {
                    projection[c][j] += inverse.matrix()[c][k] * loadings[j][k];
                }
            }
        }
        double logDeterminant = (d - q) * StrictMath.log(noise) + inverse.logDeterminant();
        double[][] covariance = Matrices.combine(noise, inverse.matrix(), 0, inverse.matrix());
        return new PpcaParameters(
                loadings, mean, noise, projection, covariance, -0.5 * (d * Gaussian.LOG_TWO_PI + logDeterminant));
    }

    int components() {
        return projection.length;
    }

    /** The posterior mean of z. */
    double[] code(double[] x) {
        double[] code = new double[components()];
        for (int c = 0; c < code.length; c++) {
            for (int j = 0; j < x.length; j++) {
                code[c] += projection[c][j] * (x[j] - mean[j]);
            }
        }
        return code;
    }

    /** A z + b. */
    double[] decode(double[] code) {
        double[] x = mean.clone();
        for (int j = 0; j < x.length; j++) {
            for (int c = 0; c < code.length; c++) {
                x[j] += loadings[j][c] * code[c];
            }
        }
        return x;
    }

    /** By (x−b)ᵀ(AAᵀ+νI)⁻¹(x−b) = ‖x−b−Az‖²/ν + ‖z‖² at the posterior mean z: nothing cancels. */
    double logDensity(double[] x) {
        double[] code = code(x);
        double residual = Rows.squaredDistance(x, decode(code));
        return logNorm - 0.5 * (residual / noise + Matrices.squaredNorm(code));
    }

    /** Turns the latent space so that the loadings are orthogonal, the longest first, their largest entries positive. */
    PpcaParameters canonical() {
        double[][] gram = Matrices.transposedProduct(loadings, loadings);
        double[][] turned = Matrices.product(loadings, Matrices.eigen(gram).vectors());
        for (int c = 0; c < components(); c++) {
            double largest = 0;
            for (double[] row : turned) {
                largest = Math.abs(row[c]) > Math.abs(largest) ? row[c] : largest;
            }
            for (double[] row : turned) {
                row[c] *= largest < 0 ? -1 : 1;
            }
        }
        return of(turned, mean, noise);
    }
}
