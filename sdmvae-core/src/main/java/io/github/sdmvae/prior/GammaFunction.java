/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * A γ update of the user's own: the prior variance of every code entry as a function of its posterior. As in the
 * closed form, γ is held fixed in the gradient (Sadeghi and Magron 2022, Algorithm 1).
 *
 * <p><b>Thread rule:</b> may be called from several threads; keep no state in it.
 */
public interface GammaFunction {

    /**
     * The name under which a saved model finds the function again.
     *
     * @return a stable name that no other function has
     */
    String name();

    /**
     * Computes γ for a batch. Results below {@link GammaUpdate#FLOOR} are raised to it.
     *
     * @param batch posterior of the batch; {@code noise} and {@code code} are empty, since γ must not depend on a draw
     * @param gamma receives {@code rows × width} variances above zero
     */
    void update(CodeBatch batch, double[] gamma);
}
