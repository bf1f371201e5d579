/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

/**
 * A, b and ν of probabilistic PCA, and what follows from them. Immutable.
 *
 * @param loadings A, d × q, in the units of the scale
 * @param scale units, centred at b
 * @param noise ν in the units of the scale
 * @param projection (AᵀA+νI)⁻¹Aᵀ, q × d
 * @param posteriorCovariance ν(AᵀA+νI)⁻¹, q × q
 * @param logNorm log-density at the mean, in the units of the data
 */
@SuppressWarnings("ArrayRecordComponent") // internal: never compared
record PpcaParameters(
        double[][] loadings,
        ColumnScale scale,
        double noise,
        double[][] projection,
        double[][] posteriorCovariance,
        double logNorm) {

    static PpcaParameters of(double[][] loadings, ColumnScale scale, double noise) {
        int d = loadings.length;
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
        double logNorm = -0.5 * (d * Gaussian.LOG_TWO_PI + logDeterminant) - scale.logVolume();
        return new PpcaParameters(loadings, scale, noise, projection, covariance, logNorm);
    }

    int components() {
        return projection.length;
    }

    /** A in the units of the data, d × q, a copy. */
    double[][] loadingsOfData() {
        double[][] scaled = Checks.copy(loadings);
        for (int j = 0; j < scaled.length; j++) {
            for (int c = 0; c < scaled[j].length; c++) {
                scaled[j][c] *= scale.deviation()[j];
            }
        }
        return scaled;
    }

    /** ν of each column, in squared units of the data. */
    double[] noiseVariances() {
        double[] variances = new double[scale.width()];
        for (int j = 0; j < variances.length; j++) {
            double unit = scale.deviation()[j];
            variances[j] = noise * unit * unit;
        }
        return variances;
    }

    /** The posterior mean of z; x in the units of the data. */
    double[] code(double[] x) {
        return project(scale.apply(x.clone()));
    }

    private double[] project(double[] x) {
        double[] code = new double[components()];
        for (int c = 0; c < code.length; c++) {
            for (int j = 0; j < x.length; j++) {
                code[c] += projection[c][j] * x[j];
            }
        }
        return code;
    }

    /** The mean of x given z, in the units of the data. */
    double[] decode(double[] code) {
        return scale.restore(synthesise(code));
    }

    /** A z in the units of the scale. */
    double[] synthesise(double[] code) {
        double[] x = new double[loadings.length];
        for (int j = 0; j < x.length; j++) {
            for (int c = 0; c < code.length; c++) {
                x[j] += loadings[j][c] * code[c];
            }
        }
        return x;
    }

    /** By (x−b)ᵀ(AAᵀ+νI)⁻¹(x−b) = ‖x−b−Az‖²/ν + ‖z‖² at the posterior mean z: nothing cancels. */
    double logDensity(double[] x) {
        double[] scaled = scale.apply(x.clone());
        double[] code = project(scaled);
        double residual = Rows.squaredDistance(scaled, synthesise(code));
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
        return of(turned, scale, noise);
    }
}
