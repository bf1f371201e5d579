/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/**
 * Codes by the encoder, whose input is the power that is expected of the speech given the last codes (Pariente et al. 2019,
 * simplified: they average over the posterior). A fixed-point iteration: nothing says that it gets better. Immutable.
 */
public final class FixedEncoder extends PosteriorMethod {
    private final int passes;

    private FixedEncoder(int passes) {
        this.passes = passes;
    }

    static FixedEncoder standard() {
        return new FixedEncoder(1);
    }

    /**
     * Changes the number of passes.
     *
     * @param passes an iteration, 1 to 100,000
     * @return a changed copy
     */
    public FixedEncoder passes(int passes) {
        return new FixedEncoder(passes);
    }

    @Override
    int defaultIterations() {
        return 30;
    }

    @Override
    int samples() {
        return 1;
    }

    @Override
    void check() {
        Sampling.requireCount("passes", passes);
    }

    @Override
    CodeChain chain() {
        return new EncoderChain(passes);
    }

    @Override
    public String toString() {
        return "fixedEncoder[passes=" + passes + "]";
    }
}
