/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.codes;

import io.github.sdmvae.model.CodeFigures;
import io.github.sdmvae.model.Vae;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The codes of some data points, and which of their entries matter: a sparse model's code has few that do.
 *
 * <pre>{@code
 * Codes codes = Codes.of(model, frames);
 * List<CodeEntry> most = codes.top(17, 5, Relevance.DIVERGENCE); // of frame 17
 * List<CodeEntry> active = codes.active(17, Relevance.DIVERGENCE, 0.5); // above half a nat
 * }</pre>
 *
 * <p><b>Thread rule:</b> immutable.
 */
public final class Codes {
    private final CodeFigures figures;

    private Codes(CodeFigures figures) {
        this.figures = figures;
    }

    /**
     * Encodes.
     *
     * @param model trained
     * @param frames rows × n
     * @return the codes
     * @throws IllegalArgumentException if a row has another length, or a value is outside the likelihood's domain
     */
    public static Codes of(Vae model, float[][] frames) {
        return new Codes(model.codeFigures(frames));
    }

    /**
     * The number of codes.
     *
     * @return rows
     */
    public int size() {
        return figures.code().length;
    }

    /**
     * A code.
     *
     * @param row 0 ≤ row &lt; size
     * @return a copy, k values
     */
    public float[] code(int row) {
        requireRow(row);
        return figures.code()[row].clone();
    }

    /**
     * What a measure says of every entry of a code.
     *
     * @param row 0 ≤ row &lt; size
     * @param measure which
     * @return a copy, k values of at least 0
     * @throws IllegalStateException if the model does not have what the measure asks for
     */
    public float[] relevance(int row, Relevance measure) {
        requireRow(row);
        return switch (measure) {
            case MAGNITUDE -> magnitudes(figures.code()[row]);
            case GAMMA -> required(figures.gamma(), row, "γ: its prior does not learn variances");
            case DIVERGENCE -> notNegative(required(figures.divergence(), row, "divergence: it is an autoencoder"));
        };
    }

    private void requireRow(int row) {
        if (row < 0 || row >= size()) {
            throw new IndexOutOfBoundsException("row must be 0 to " + (size() - 1) + ", got " + row);
        }
    }

    private static float[] required(float @Nullable [][] values, int row, String what) {
        if (values == null) {
            throw new IllegalStateException("the model has no " + what);
        }
        return values[row].clone();
    }

    private static float[] magnitudes(float[] code) {
        float[] magnitudes = new float[code.length];
        for (int j = 0; j < code.length; j++) {
            magnitudes[j] = Math.abs(code[j]);
        }
        return magnitudes;
    }

    /** Rounding, or a draw where there is no closed form, can take a divergence of about zero below it. */
    private static float[] notNegative(float[] values) {
        for (int j = 0; j < values.length; j++) {
            values[j] = Math.max(0, values[j]);
        }
        return values;
    }

    /**
     * The entries of a code that matter more than a threshold.
     *
     * @param row 0 ≤ row &lt; size
     * @param measure by which
     * @param threshold entries above it are active; half a nat of divergence says which matter here, the 0.01 that is
     *     usual for {@link #activity} only which have not died out
     * @return the active entries, the most relevant first; may be empty
     * @throws IllegalStateException if the model does not have what the measure asks for
     */
    public List<CodeEntry> active(int row, Relevance measure, double threshold) {
        return ordered(row, measure).stream()
                .filter(entry -> entry.relevance() > threshold)
                .toList();
    }

    /**
     * The entries of a code that matter most.
     *
     * @param row 0 ≤ row &lt; size
     * @param count how many, at least 0; all if there are fewer
     * @param measure by which
     * @return the most relevant first
     * @throws IllegalStateException if the model does not have what the measure asks for
     */
    public List<CodeEntry> top(int row, int count, Relevance measure) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, got " + count);
        }
        return ordered(row, measure).stream().limit(count).toList();
    }

    private List<CodeEntry> ordered(int row, Relevance measure) {
        float[] relevance = relevance(row, measure);
        List<CodeEntry> entries = new ArrayList<>();
        for (int j = 0; j < relevance.length; j++) {
            entries.add(new CodeEntry(j, figures.code()[row][j], relevance[j]));
        }
        entries.sort(Comparator.comparingDouble(CodeEntry::relevance).reversed());
        return entries;
    }

    /**
     * In how many codes an entry matters more than a threshold: an entry that is active nowhere has died out.
     *
     * @param measure by which
     * @param threshold entries above it are active
     * @return share of the codes for each of the k entries, 0 to 1
     * @throws IllegalStateException if the model does not have what the measure asks for, or there are no codes
     */
    public double[] activity(Relevance measure, double threshold) {
        if (size() == 0) {
            throw new IllegalStateException("there are no codes");
        }
        double[] shares = new double[figures.code()[0].length];
        for (int i = 0; i < size(); i++) {
            float[] relevance = relevance(i, measure);
            for (int j = 0; j < shares.length; j++) {
                shares[j] += relevance[j] > threshold ? 1 : 0;
            }
        }
        for (int j = 0; j < shares.length; j++) {
            shares[j] /= size();
        }
        return shares;
    }
}
