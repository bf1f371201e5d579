/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

/** One Gaussian of a mixture, ready for densities and draws. Immutable. */
interface Gaussian {
    /** log 2π. */
    double LOG_TWO_PI = StrictMath.log(2 * Math.PI);

    /** Not copied. */
    double[] mean();

    /** d × d, a copy. */
    double[][] covariance();

    /** Columns whose variance the floor lifted, see {@link FloorAction}; not copied. */
    int[] floored();

    /**
     * The log-density in nats.
     *
     * @param scratch d values, overwritten
     */
    double logDensity(double[] x, double[] scratch);

    /** Turns d standard normal numbers into a draw, in place. */
    void draw(double[] noise);

    /** Collects moments for the next estimate, about this mean: no digits are lost far from the origin. */
    Moments moments();

    /** Weighted moments of rows. Not thread-safe. */
    interface Moments {
        void add(double weight, double[] x);

        /** The sum of weights. */
        double weight();

        /** The most likely Gaussian whose covariance has no eigenvalue below the floor, in the units of the rows. */
        Gaussian estimate(double floor);
    }
}
