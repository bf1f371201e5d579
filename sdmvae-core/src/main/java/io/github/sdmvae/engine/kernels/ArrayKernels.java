/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

/**
 * Kernels over whole arrays, whatever they hold: sums, parts side by side, rows of zeros. On the host in double precision, unless
 * an engine overrides them.
 */
public abstract class ArrayKernels {

    /** For engines. */
    protected ArrayKernels() {}

    /**
     * Adds a matrix to another.
     *
     * @param x what to add
     * @param sum changed
     */
    public void add(Tensor x, Tensor sum) {
        HostLayers.add(x, sum);
    }

    /**
     * Adds a multiple of a matrix to another.
     *
     * @param x what to add
     * @param factor on it
     * @param sum changed
     */
    public void addScaled(Tensor x, double factor, Tensor sum) {
        HostLayers.addScaled(x, factor, sum);
    }

    /**
     * Multiplies a matrix by a number.
     *
     * @param x changed
     * @param factor the number
     */
    public void scale(Tensor x, double factor) {
        HostLayers.scale(x, factor);
    }

    /**
     * Multiplies each row of a matrix by a number of its own.
     *
     * @param x B × n, changed
     * @param factors one per row
     */
    public void scaleRows(Tensor x, double[] factors) {
        HostLayers.scaleRows(x, factors);
    }

    /**
     * The sum of matrices that stand side by side, times a number.
     *
     * @param parts B × (p·q)
     * @param factor the number
     * @param sum receives B × q
     */
    public void sumParts(Tensor parts, double factor, Tensor sum) {
        HostLayers.sumParts(parts, factor, sum);
    }

    /**
     * Its gradient: the same for each of them.
     *
     * @param dSum gradient of the sum, B × q
     * @param factor the number
     * @param dParts receives B × (p·q)
     */
    public void sumPartsBackward(Tensor dSum, double factor, Tensor dParts) {
        HostLayers.sumPartsBackward(dSum, factor, dParts);
    }

    /**
     * Copies a matrix.
     *
     * @param from what to copy
     * @param to receives as many values
     */
    public void copy(Tensor from, Tensor to) {
        to.write(HostLayers.values(from));
    }

    /**
     * Two matrices side by side.
     *
     * @param left B × p
     * @param right B × q
     * @param joined receives B × (p + q)
     */
    public void join(Tensor left, Tensor right, Tensor joined) {
        HostLayers.join(left, right, joined);
    }

    /**
     * The other way round.
     *
     * @param joined B × (p + q)
     * @param left receives B × p
     * @param right receives B × q
     */
    public void split(Tensor joined, Tensor left, Tensor right) {
        HostLayers.split(joined, left, right);
    }

    /**
     * Fills rows with zeros.
     *
     * @param tensor changed
     * @param rows which
     */
    public void clear(Tensor tensor, int[] rows) {
        HostLayers.clear(tensor, rows);
    }

    /**
     * The sum of all values, gathered in double precision in a fixed order.
     *
     * @param tensor what to sum
     * @return the sum
     */
    public double sum(Tensor tensor) {
        double sum = 0;
        for (double value : HostLayers.values(tensor)) {
            sum += value;
        }
        return sum;
    }

    /**
     * The sum of all squares, gathered in double precision in a fixed order.
     *
     * @param tensor what to sum
     * @return the sum
     */
    public double sumOfSquares(Tensor tensor) {
        double sum = 0;
        for (double value : HostLayers.values(tensor)) {
            sum += value * value;
        }
        return sum;
    }
}
