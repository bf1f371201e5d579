/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

/**
 * How many units of a code carry information, with the frames the count rests on.
 *
 * <p>Two definitions, which need not agree:
 *
 * <ul>
 *   <li>{@link #byDivergence(float[][])}: the unit's divergence from its prior, averaged over frames, exceeds 0.01 nats.
 *       It stays the same when a code entry is scaled and its decoder input scaled back, so it is the one to use where
 *       the prior variance is learned, as in the sparse-dictionary VAE.
 *   <li>{@link #byMeanVariance(float[][])}: the variance over frames of the unit's posterior mean exceeds 0.01, in squared
 *       units of the code; meaningful for priors of fixed scale. Source: Y. Burda, R. Grosse, R. Salakhutdinov,
 *       "Importance weighted autoencoders", ICLR 2016, section 5.2.
 * </ul>
 *
 * <p>Frames with a NaN or infinite entry are left out and counted. Methods are safe for use by several threads.
 *
 * @param active number of active units, 0 to units
 * @param units number of units (code size)
 * @param used number of frames in the figures
 * @param undefined number of frames left out
 */
public record ActiveUnits(int active, int units, int used, int undefined) {

    /** Default threshold of the mean divergence, in nats. */
    public static final double DIVERGENCE_THRESHOLD = 0.01;

    /** Default threshold of the variance of the posterior mean, in squared units of the code. */
    public static final double VARIANCE_THRESHOLD = 0.01;

    /**
     * Units whose mean divergence exceeds {@link #DIVERGENCE_THRESHOLD}.
     *
     * @param divergence T frames of d divergences in nats
     * @return the count
     * @throws IllegalArgumentException if the frames differ in length
     */
    public static ActiveUnits byDivergence(float[][] divergence) {
        return byDivergence(divergence, DIVERGENCE_THRESHOLD);
    }

    /**
     * Units whose mean divergence exceeds a threshold of one's own.
     *
     * @param divergence T frames of d divergences in nats
     * @param threshold threshold in nats; a unit counts only above it
     * @return the count
     * @throws IllegalArgumentException if the frames differ in length
     */
    public static ActiveUnits byDivergence(float[][] divergence, double threshold) {
        UnitMoments moments = UnitMoments.of(divergence);
        return moments.count(moments.means(), threshold);
    }

    /**
     * Units whose posterior mean varies by more than {@link #VARIANCE_THRESHOLD} over the data.
     *
     * @param means T frames of d posterior means
     * @return the count
     * @throws IllegalArgumentException if the frames differ in length
     */
    public static ActiveUnits byMeanVariance(float[][] means) {
        return byMeanVariance(means, VARIANCE_THRESHOLD);
    }

    /**
     * Units whose posterior mean varies by more than a threshold of one's own; population variance (divisor T).
     *
     * @param means T frames of d posterior means
     * @param threshold threshold in squared units of the code; a unit counts only above it
     * @return the count
     * @throws IllegalArgumentException if the frames differ in length
     */
    public static ActiveUnits byMeanVariance(float[][] means, double threshold) {
        UnitMoments moments = UnitMoments.of(means);
        return moments.count(moments.variances(), threshold);
    }
}
