/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/**
 * A mixture of sources and noise, compiled for a tile of B frames: the arithmetic of enhancement and separation. Frame t and
 * frequency f of the mixture have the variance {@code u = Σⱼ gⱼ·exp(ηⱼ(aⱼ)) + V} with {@code V = H·B}, ηⱼ the decoder of
 * source j, and the negative log-likelihood of its power p is {@code ℓ = Σ_f (log u + p/u)}, without constants
 * (Leglaive, Girin and Horaud 2018; Bando et al. 2018).
 *
 * <p>What is as wide as the frequencies stays in the program; what is exchanged is as wide as a code or the noise's rank, in
 * double precision whatever the engine computes in. Every row is independent of the others and gives the same bits
 * wherever else it is computed at the same place of a tile of as many rows; but where a source is a model of time, the tile's
 * rows are the frames of one sequence, and the gradient of the sum of ℓ over all of them is what {@link #gradient} gives. η is limited to ±{@value #ETA_LIMIT}, V is at
 * least {@value #VARIANCE_FLOOR}.
 *
 * <p>A source has a <i>current</i> code, set by {@link #decode}, and a proposed one, which {@link #accept} makes current in
 * some rows. {@link #keep} puts the current variances of all sources aside as a sample, over which the sums for the updates of
 * noise and gain run.
 *
 * <p>Not thread-safe; works in the calling thread alone, so that tiles can be spread over threads.
 */
public interface MixtureProgram extends AutoCloseable {
    /** Limit of |η|; beyond it the gradient is zero where it would push further out. */
    double ETA_LIMIT = 30;

    /** Least variance of the noise. */
    double VARIANCE_FLOOR = 1e-10;

    /**
     * B.
     *
     * @return frames of the tile
     */
    int rows();

    /**
     * F.
     *
     * @return frequencies
     */
    int bins();

    /**
     * The memory of the tile's arrays; parameters are not in it.
     *
     * @return bytes, about
     */
    long bytes();

    /**
     * How many rows are frames; at first all are. Of meaning for models of time alone: what is in the rows behind changes
     * nothing of theirs.
     *
     * @param count 1 to B
     */
    default void frames(int count) {}

    /**
     * Stages the power of the mixture.
     *
     * @param power p, B × F, finite and above zero
     */
    void power(float[] power);

    /**
     * Stages the power of the mixture in double precision; rounded where the engine computes in single precision.
     *
     * @param power p, B × F, finite and above zero
     */
    void power(double[] power);

    /**
     * Stages the noise and computes its variance.
     *
     * @param activations H, B × K
     * @param basis B, K × F
     */
    void noise(double[] activations, double[] basis);

    /**
     * Stages the gain of a source; 1 before the first call.
     *
     * @param source which
     * @param gain g, B values
     */
    void gain(int source, double[] gain);

    /**
     * Encodes the mixture's power by the encoder of a source.
     *
     * @param source which
     * @param heads receives B × columns of the encoder's output: μ, λ
     */
    void encodePower(int source, double[] heads);

    /**
     * Encodes the power that is expected of a source, {@code (G²p + G·rest)/g} with {@code G = q/u} and rest the variance of
     * everything else, all at the current codes.
     *
     * @param source which
     * @param heads receives B × columns of the encoder's output: μ, λ
     */
    void encodeExpected(int source, double[] heads);

    /**
     * The power that {@link #encodeExpected} encodes.
     *
     * @param source which
     * @param power receives B × F
     */
    void expectedPower(int source, double[] power);

    /**
     * Makes codes current; those that are current already need not be decoded again, so that parameters must stay what they are
     * while a program is in use.
     *
     * @param source which
     * @param codes a, B × k
     */
    void decode(int source, double[] codes);

    /**
     * ℓ at the current codes of all sources.
     *
     * @param loss receives B values, nats
     */
    void loss(double[] loss);

    /**
     * Proposes codes.
     *
     * @param source which
     * @param codes a, B × k
     * @param loss receives ℓ at these codes and the current ones of the other sources, B values, nats
     */
    void propose(int source, double[] codes, double[] loss);

    /**
     * Proposes codes whose loss nobody needs.
     *
     * @param source which
     * @param codes a, B × k
     */
    void propose(int source, double[] codes);

    /**
     * The gradient of ℓ with respect to the codes proposed last, which must be of that source.
     *
     * @param source which
     * @param gradient receives B × k
     */
    void gradient(int source, double[] gradient);

    /**
     * Makes the codes proposed last current.
     *
     * @param source which
     * @param rows in which rows, B values
     */
    void accept(int source, boolean[] rows);

    /** Forgets all samples. */
    void forget();

    /** Puts the current variances of all sources aside as the next sample. */
    void keep();

    /**
     * The inverse variances that all updates are made of, over the kept samples.
     *
     * @param meanInverse receives i₁ = mean of 1/u, B × F
     * @param powerInverseSquare receives i₂ = p · mean of 1/u², B × F
     */
    void inverses(double[] meanInverse, double[] powerInverseSquare);

    /**
     * What the update of the basis is made of, over the kept samples.
     *
     * @param numerator receives Hᵀ i₂, K × F
     * @param denominator receives Hᵀ i₁, K × F
     */
    void basisSums(double[] numerator, double[] denominator);

    /**
     * What the update of the activations is made of, over the kept samples.
     *
     * @param numerator receives i₂ Bᵀ, B × K
     * @param denominator receives i₁ Bᵀ, B × K
     */
    void activationSums(double[] numerator, double[] denominator);

    /**
     * What the update of a gain is made of, over the kept samples, s being variances without gain.
     *
     * @param source which
     * @param numerator receives Σ_f p · mean of s/u², B values
     * @param denominator receives Σ_f mean of s/u, B values
     */
    void gainSums(int source, double[] numerator, double[] denominator);

    /**
     * The mean of ℓ over the kept samples.
     *
     * @param cost receives B values, nats
     */
    void cost(double[] cost);

    /** Starts new means of shares. */
    void clearShares();

    /** Adds the shares at the current codes, q/u, to the means. */
    void addShares();

    /**
     * The mean of the shares that have been added.
     *
     * @param source which
     * @param share receives B × F
     */
    void shares(int source, float[] share);

    /**
     * The mean of the shares that have been added, in double precision.
     *
     * @param source which
     * @param share receives B × F
     */
    void shares(int source, double[] share);

    /** Frees the arrays, where that is not the garbage collector's work. */
    @Override
    default void close() {}
}
