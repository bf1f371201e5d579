/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;
import java.util.Arrays;
import java.util.Objects;

/**
 * An update of the user's own.
 *
 * @param function γ from the posterior
 */
public record CustomGamma(GammaFunction function) implements GammaUpdate {

    /**
     * Checks that there is a function.
     *
     * @param function γ from the posterior
     */
    public CustomGamma {
        Objects.requireNonNull(function, "function");
    }

    @Override
    public String name() {
        return function.name();
    }

    @Override
    public Description describe() {
        return Description.custom(function.name());
    }

    /**
     * Computes γ; what the function leaves alone, is NaN or is not above zero is refused.
     *
     * @throws IllegalStateException naming function, data point and entry
     */
    @Override
    public void update(CodeBatch batch, double[] shared, double[] gamma) {
        Arrays.fill(gamma, Double.NaN);
        function.update(batch, gamma);
        for (int e = 0; e < gamma.length; e++) {
            // Where the posterior itself is no number, training has diverged: that is reported as what it is.
            boolean posterior = Double.isFinite(batch.mean()[e]) && Double.isFinite(batch.logVariance()[e]);
            if (posterior && !(gamma[e] > 0)) {
                throw new IllegalStateException("the γ update '" + name() + "' must give variances above zero, it gave "
                        + gamma[e] + " for data point " + e / batch.width() + " of the batch, code entry "
                        + e % batch.width());
            }
        }
    }
}
