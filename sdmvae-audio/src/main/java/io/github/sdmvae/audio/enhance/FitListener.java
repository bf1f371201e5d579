/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** Is told of every iteration, in the thread that called. */
@FunctionalInterface
public interface FitListener {
    /**
     * An iteration is done.
     *
     * @param report what it came to
     */
    void report(IterationReport report);
}
