/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.dictionary;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary {@code D} of m × k unit-norm columns ("atoms"): {@code z = D a} maps a code of k entries to the m inputs
 * of the decoder (Sadeghi and Magron 2022, eq. 3). Immutable and thread-safe.
 */
public final class Dictionary {

    /** How a dictionary came about. */
    @SuppressWarnings("ImmutableEnumChecker") // formulas are functions without state
    public enum Kind {
        /** {@code D = I}. */
        IDENTITY("identity", (m, k) -> identity(m)),
        /** The cosines of eq. 11. */
        DCT("dct", Dictionary::dct),
        /** The constant atom and the first k − 1 cosines, as in the authors' program. */
        DCT_WITH_CONSTANT("dct_with_constant", Dictionary::dctWithConstant),
        /** Independent directions, uniform on the sphere. */
        RANDOM("random", null),
        /** A matrix given by the user. */
        GIVEN("given", null);

        private final String label;
        private final @Nullable BiFunction<Integer, Integer, Dictionary> formula;

        Kind(String label, @Nullable BiFunction<Integer, Integer, Dictionary> formula) {
            this.label = label;
            this.formula = formula;
        }

        /**
         * The name in files.
         *
         * @return stable for ever
         */
        public String label() {
            return label;
        }

        /**
         * Finds a kind by its name in files.
         *
         * @param label as {@link #label} gives it
         * @return the kind
         * @throws IllegalArgumentException if there is none of that name
         */
        public static Kind named(String label) {
            for (Kind kind : values()) {
                if (kind.label.equals(label)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown dictionary '" + label + "'");
        }
    }

    /**
     * A dictionary that follows a formula made anew in double precision, so that one read back from single precision equals
     * the one that was written.
     *
     * @return an equal dictionary by the formula of its kind; this one, if it has none or differs from it
     */
    public Dictionary exact() {
        if (kind.formula == null) {
            return this;
        }
        Dictionary made = kind.formula.apply(latentSize, atoms);
        for (int i = 0; i < values.length; i++) {
            if ((float) made.values[i] != (float) values[i]) {
                return this;
            }
        }
        return made;
    }

    private final Kind kind;
    private final int latentSize;
    private final int atoms;
    private final double[] values;
    private final boolean learned;
    private final double coherencePenalty;
    private final double coherenceBound;

    private Dictionary(Kind kind, int latentSize, int atoms, double[] values) {
        this(kind, latentSize, atoms, values, false, 0, 1);
    }

    private Dictionary(
            Kind kind,
            int latentSize,
            int atoms,
            double[] values,
            boolean learned,
            double coherencePenalty,
            double coherenceBound) {
        this.learned = learned;
        this.coherencePenalty = coherencePenalty;
        this.coherenceBound = coherenceBound;
        this.kind = kind;
        this.latentSize = latentSize;
        this.atoms = atoms;
        this.values = values;
    }

    /**
     * The identity: the code is the latent vector, {@code z = a}.
     *
     * @param latentSize m = k, at least 1
     * @return the dictionary
     */
    public static Dictionary identity(int latentSize) {
        requireAtLeast("latentSize", latentSize, 1);
        double[] values = Atoms.identity(latentSize);
        return new Dictionary(Kind.IDENTITY, latentSize, latentSize, values);
    }

    /**
     * The cosine dictionary of eq. 11: column r = 1..k holds {@code cos((l-1)·π·r/k)}, l = 1..m, less its mean, scaled
     * to unit norm. All columns sum to zero, so the rank is at most m − 1; see {@link #dctWithConstant}.
     *
     * @param latentSize m, at least 2 (one entry less its mean is zero)
     * @param atoms k, at least 1; more than m is allowed
     * @return the dictionary
     */
    public static Dictionary dct(int latentSize, int atoms) {
        return cosines(Kind.DCT, latentSize, atoms, false);
    }

    /**
     * The variant of the authors' program: the first atom is constant, {@code 1/√m}, followed by r = 1..k−1 of
     * {@link #dct}, whose angles still go by k. It restores the direction that eq. 11 misses.
     *
     * @param latentSize m, at least 2
     * @param atoms k, at least 1
     * @return the dictionary
     */
    public static Dictionary dctWithConstant(int latentSize, int atoms) {
        return cosines(Kind.DCT_WITH_CONSTANT, latentSize, atoms, true);
    }

    private static Dictionary cosines(Kind kind, int m, int k, boolean constantFirst) {
        requireAtLeast("latentSize of a DCT dictionary", m, 2);
        requireAtLeast("atoms", k, 1);
        return new Dictionary(kind, m, k, Atoms.cosines(m, k, constantFirst));
    }

    /**
     * A given matrix, copied; its columns are scaled to unit norm.
     *
     * @param matrix m rows of k finite values; no column may be zero
     * @return the dictionary
     * @throws IllegalArgumentException if the matrix is empty or ragged, a value is not finite or a column is zero
     */
    public static Dictionary of(double[][] matrix) {
        if (matrix.length == 0 || matrix[0].length == 0) {
            throw new IllegalArgumentException("a dictionary needs at least one row and one column");
        }
        return new Dictionary(Kind.GIVEN, matrix.length, matrix[0].length, Atoms.of(matrix));
    }

    /**
     * Random atoms: independent normal entries, scaled to unit norm and rounded to single precision, as files keep them.
     *
     * @param latentSize m, at least 1
     * @param atoms k, at least 1
     * @param seed the same seed gives the same dictionary
     * @return the dictionary
     */
    public static Dictionary random(int latentSize, int atoms, long seed) {
        requireAtLeast("latentSize", latentSize, 1);
        requireAtLeast("atoms", atoms, 1);
        return new Dictionary(Kind.RANDOM, latentSize, atoms, Atoms.random(latentSize, atoms, seed));
    }

    /**
     * This dictionary as the start of one that is learned with the model: each training step follows the gradient and
     * scales the atoms back to unit norm. The trained atoms are {@code Vae.dictionary()}.
     *
     * @return a dictionary to be learned
     */
    public Dictionary learned() {
        return learned(0);
    }

    /**
     * The same with a penalty {@code w ‖DᵀD - I‖²} off the diagonal, which keeps the atoms apart.
     *
     * @param penalty w, finite and at least 0; the loss it joins is in nats per data point
     * @return a dictionary to be learned
     */
    public Dictionary learned(double penalty) {
        if (!(penalty >= 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty must be finite and at least 0, got " + penalty);
        }
        return new Dictionary(kind, latentSize, atoms, values, true, penalty, coherenceBound);
    }

    /**
     * The same, learned under a constraint on its mutual coherence: after every training step, atoms whose product exceeds
     * the bound are turned away from each other, in their common plane and by equal angles, until no product does (the idea
     * of Barchiesi and Plumbley 2013). Unlike {@link #learned(double)}, whose penalty every tight frame minimises, it holds
     * the largest product down, as the paper asks of a learned dictionary. From the first step on {@link #coherence} stays
     * at most the bound, to rounding (1e-6); bounds near the least possible are reached slowly.
     *
     * @param bound largest {@code |<d_i, d_j>|}, above 1.2 times the Welch bound √((k − m)/(m(k − 1))) of k &gt; m unit
     *     vectors, above 0 otherwise, at most 1 (no constraint)
     * @return a dictionary to be learned
     * @throws IllegalStateException if this dictionary is not learned
     * @throws IllegalArgumentException if the bound is out of range
     */
    public Dictionary withCoherenceAtMost(double bound) {
        if (!learned) {
            throw new IllegalStateException("a bound on the coherence is kept in training: call learned() first");
        }
        double least = 1.2 * Atoms.welchBound(latentSize, atoms);
        if (!(bound > least && bound <= 1)) {
            throw new IllegalArgumentException("the coherence of " + atoms + " atoms of " + latentSize
                    + " values can be kept above " + least + " and up to 1, got " + bound);
        }
        return new Dictionary(kind, latentSize, atoms, values, true, coherencePenalty, bound);
    }

    /**
     * A dictionary read back from a file, where it was stored in single precision: taken as it is, so that a saved
     * model computes the same numbers to the last bit.
     *
     * @param kind how it came about
     * @param latentSize m
     * @param atoms k
     * @param values m × k row-major, taken over
     * @return the dictionary
     * @throws IllegalArgumentException if the number of values is wrong or a column is not of unit norm within 1e-3
     */
    public static Dictionary restored(Kind kind, int latentSize, int atoms, double[] values) {
        if (values.length != latentSize * atoms) {
            throw new IllegalArgumentException(
                    "a dictionary of " + latentSize + " × " + atoms + " needs as many values, got " + values.length);
        }
        Atoms.requireUnitNorm(values, latentSize, atoms);
        return new Dictionary(kind, latentSize, atoms, values);
    }

    private static void requireAtLeast(String what, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
        }
    }

    /**
     * How the dictionary came about.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * m, the size of {@code z = D a}.
     *
     * @return at least 1
     */
    public int latentSize() {
        return latentSize;
    }

    /**
     * k, the number of columns and the size of a code.
     *
     * @return at least 1
     */
    public int atoms() {
        return atoms;
    }

    /**
     * Whether {@code z = a}.
     *
     * @return true for {@link Kind#IDENTITY} that is not learned
     */
    public boolean isIdentity() {
        return kind == Kind.IDENTITY && !learned;
    }

    /**
     * Whether training changes it.
     *
     * @return true for {@link #learned()}
     */
    public boolean isLearned() {
        return learned;
    }

    /**
     * Weight of the penalty on coherence while it is learned.
     *
     * @return 0 without one
     */
    public double coherencePenalty() {
        return coherencePenalty;
    }

    /**
     * Largest product of two atoms while it is learned.
     *
     * @return 1 without a constraint
     */
    public double coherenceBound() {
        return coherenceBound;
    }

    /**
     * One atom.
     *
     * @param column 0 ≤ column &lt; {@link #atoms()}
     * @return a copy of its m values
     */
    public double[] atom(int column) {
        double[] atom = new double[latentSize];
        for (int l = 0; l < latentSize; l++) {
            atom[l] = values[l * atoms + column];
        }
        return atom;
    }

    /**
     * All values.
     *
     * @return a copy, m × k row-major
     */
    public double[] toArray() {
        return values.clone();
    }

    /**
     * Mutual coherence: the largest {@code |<d_i, d_j>|} of two different atoms.
     *
     * @return 0 (orthogonal, or one atom only) to 1 (two atoms are parallel)
     */
    public double coherence() {
        return Atoms.coherence(values, latentSize, atoms);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dictionary d
                && kind == d.kind
                && latentSize == d.latentSize
                && atoms == d.atoms
                && learned == d.learned
                && coherencePenalty == d.coherencePenalty
                && coherenceBound == d.coherenceBound
                && Arrays.equals(values, d.values);
    }

    @Override
    public int hashCode() {
        return 31 * kind.name().hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        String start = kind.name().toLowerCase(Locale.ROOT) + " dictionary " + latentSize + " × " + atoms;
        String bound = coherenceBound < 1 ? " and coherence at most " + coherenceBound : "";
        return learned ? start + ", learned with coherence penalty " + coherencePenalty + bound : start;
    }
}
