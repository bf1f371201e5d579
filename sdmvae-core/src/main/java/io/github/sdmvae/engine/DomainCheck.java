/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.likelihood.Domain;
import io.github.sdmvae.likelihood.Likelihood;
import java.util.function.IntUnaryOperator;

/** Refuses data that a likelihood is not defined for: for engines to call on everything that is staged. */
public final class DomainCheck {
    private final Likelihood likelihood;
    private final Domain domain;
    private final int width;

    /**
     * Prepares checks.
     *
     * @param likelihood whose domain
     * @param width n, values per row
     */
    public DomainCheck(Likelihood likelihood, int width) {
        this.likelihood = likelihood;
        this.domain = likelihood.domain();
        this.width = width;
    }

    /**
     * Checks rows.
     *
     * @param values row by row
     * @param rows how many
     * @param what the data is, for messages
     * @param number of a row in the data, by its index here
     * @throws IllegalArgumentException naming row, column and value of the first value outside
     */
    public void require(float[] values, int rows, String what, IntUnaryOperator number) {
        int at = domain.firstOutside(values, 0, rows * width);
        if (at >= 0) {
            throw refusal(values[at], number.applyAsInt(at / width), at % width, what);
        }
    }

    private IllegalArgumentException refusal(float value, int row, int column, String what) {
        String where = what.isEmpty() ? "the data" : what;
        if (!Float.isFinite(value)) {
            return new IllegalArgumentException(
                    where + " must be finite: row " + row + ", column " + column + " holds " + value);
        }
        return new IllegalArgumentException(String.format(
                "%s does not fit the likelihood '%s': row %d, column %d holds %s, it takes %s."
                        + " Choose another with ModelDefinition.builder().likelihood(...): the default, complexGaussian, is for"
                        + " power spectra; gaussian(variance) takes any numbers",
                where, likelihood.name(), row, column, value, domain.meaning()));
    }
}
