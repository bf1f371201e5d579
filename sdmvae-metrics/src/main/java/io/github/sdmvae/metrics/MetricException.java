/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

/**
 * A signal metric has no value for this input; the reason is there for programs, the message for people.
 *
 * <p>Unchecked, since a batch that scores many files usually wants to record the refusal and go on.
 */
public final class MetricException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Why there is no value. */
    private final Reason reason;

    /**
     * Creates a refusal.
     *
     * @param reason why there is no value
     * @param message what is wrong with the input, the allowed range and what was found
     */
    public MetricException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * Why there is no value.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /** Why a metric refuses an input. */
    public enum Reason {
        /** The metric is not defined at this sample rate. */
        UNSUPPORTED_RATE,
        /** The two signals have different sample rates. */
        DIFFERENT_RATES,
        /** The metric compares sample by sample and the two signals differ in length. */
        DIFFERENT_LENGTHS,
        /** A signal is shorter than the metric allows. */
        TOO_SHORT,
        /** A sample is NaN or infinite. */
        NOT_FINITE,
        /** The reference contains no speech; a silent reference is one cause. */
        NO_SPEECH,
        /** The degraded (processed) signal is silent. */
        SILENT_DEGRADED,
        /** Too few frames are left once the silent ones are removed. */
        TOO_FEW_FRAMES,
        /** The computation gave no finite value although nothing above applies. */
        UNDEFINED
    }
}
