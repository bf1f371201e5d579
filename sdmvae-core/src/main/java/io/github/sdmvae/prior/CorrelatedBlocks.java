/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;

/**
 * One γ for R frames in a row, which are N(0, γ B) with {@code B[t,u] = ρ^|t-u|}: the priors of M-SBL (Wipf and Rao 2007, ρ =
 * 0) and T-SBL (Zhang and Rao 2011), for codes. Blocks begin at a sequence's first frame; its last may be shorter.
 *
 * @param size R, at least 1
 * @param correlation ρ, at least 0 and below 1
 */
public record CorrelatedBlocks(int size, double correlation) implements TimeGamma {
    static final String NAME = "correlatedBlocks";

    /**
     * Checks the numbers.
     *
     * @param size R, at least 1
     * @param correlation ρ, at least 0 and below 1
     */
    public CorrelatedBlocks {
        if (size < 1) {
            throw new IllegalArgumentException("a block must have at least one frame, got " + size);
        }
        if (!(correlation >= 0 && correlation < 1)) {
            throw new IllegalArgumentException("the correlation must be at least 0 and below 1, got " + correlation);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("size", size).with("correlation", correlation);
    }

    @Override
    public void evaluate(CodeSequences codes, TimeTerms terms) {
        for (int b = 0; b < codes.lengths().length; b++) {
            int length = codes.lengths()[b];
            for (int first = 0; first < length; first += size) {
                for (int j = 0; j < codes.width(); j++) {
                    block(codes, terms, b, first, Math.min(size, length - first), j);
                }
            }
        }
    }

    private void block(CodeSequences codes, TimeTerms terms, int b, int first, int r, int j) {
        double[] pull = pull(codes, b, first, r, j);
        double moment = 0;
        for (int t = 0; t < r; t++) {
            int e = codes.at(b, first + t, j);
            moment += codes.mean()[e] * pull[t] + diagonal(t, r) * codes.variance(e);
        }
        double gamma = Math.max(moment / r, GammaUpdate.FLOOR);
        double logDeterminant = (r - 1) * Math.log1p(-correlation * correlation) / r;
        for (int t = 0; t < r; t++) {
            int e = codes.at(b, first + t, j);
            double ratio = diagonal(t, r) * codes.variance(e) / gamma;
            terms.gamma()[e] = gamma;
            terms.divergence()[e] = 0.5
                    * (Math.log(gamma)
                            + logDeterminant
                            - codes.logVariance()[e]
                            + codes.mean()[e] * pull[t] / gamma
                            + ratio
                            - 1);
            terms.dMean()[e] = pull[t] / gamma;
            terms.dLogVariance()[e] = 0.5 * (ratio - 1);
        }
    }

    /** B⁻¹ μ of the block. */
    private double[] pull(CodeSequences codes, int b, int first, int r, int j) {
        double[] pull = new double[r];
        for (int t = 0; t < r; t++) {
            pull[t] = diagonal(t, r) * codes.mean()[codes.at(b, first + t, j)];
            if (t > 0) {
                pull[t] -= beside() * codes.mean()[codes.at(b, first + t - 1, j)];
            }
            if (t + 1 < r) {
                pull[t] -= beside() * codes.mean()[codes.at(b, first + t + 1, j)];
            }
        }
        return pull;
    }

    /** Of the inverse of B, which has three diagonals. */
    private double diagonal(int t, int r) {
        if (r == 1) {
            return 1;
        }
        double squared = correlation * correlation;
        return (t == 0 || t == r - 1 ? 1 : 1 + squared) / (1 - squared);
    }

    private double beside() {
        return correlation / (1 - correlation * correlation);
    }
}
