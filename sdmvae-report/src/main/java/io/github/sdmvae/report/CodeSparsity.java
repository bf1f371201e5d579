/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.metrics.FrameMask;
import io.github.sdmvae.metrics.sparsity.CodeFrames;
import io.github.sdmvae.metrics.sparsity.EntryEnergies;
import io.github.sdmvae.metrics.sparsity.FrameMeasure;
import io.github.sdmvae.metrics.sparsity.PosteriorKind;
import io.github.sdmvae.metrics.sparsity.SparsityStream;
import io.github.sdmvae.model.Posterior;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * How sparse a model's codes of data are: the paper's measure, and beside it those that do not depend on the scale of
 * code entries. What each means, and what it is blind to, is said in {@link FrameMeasure} and {@link EntryEnergies}.
 *
 * <p>NaN where a measure is not defined: information for Cauchy posteriors and autoencoders, μ/σ for autoencoders; both for models
 * with a dimension selector, whose codes are taken as points.
 *
 * @param hoyer Hoyer as published, 0 to 1: depends on the scale of entries
 * @param hoyerUnitRms Hoyer with every entry at unit rms over this data, 0 to 1
 * @param hoyerSignalToNoise Hoyer of μ/σ, 0 to 1
 * @param entriesFor90 the fewest entries that carry 90 % of a frame's information, 1 to k
 * @param effectiveEntries participation ratio of a frame's information, 1 to k
 * @param largestShare energy of the largest entry in that of all, 1/k to 1: shows how far scales have drifted apart
 * @param frames frames that were counted
 */
public record CodeSparsity(
        double hoyer,
        double hoyerUnitRms,
        double hoyerSignalToNoise,
        double entriesFor90,
        double effectiveEntries,
        double largestShare,
        long frames) {
    private static final int BATCH = 1_024;
    private static final FrameMeasure HOYER = FrameMeasure.hoyerAsPublished();
    private static final FrameMeasure SIGNAL_TO_NOISE = FrameMeasure.hoyerOfSignalToNoise();
    private static final FrameMeasure FOR_90 = FrameMeasure.entriesForShare(0.9);
    private static final FrameMeasure EFFECTIVE = FrameMeasure.effectiveEntries();

    /**
     * What the columns of these figures mean, for the foot of a table.
     */
    public static final String NOTE =
            "Hoyer is the paper's measure; it depends on the scale of each code entry, which a"
                    + " learned prior variance leaves free. Free of scale: Hoyer unit rms (entries divided by their rms over the"
                    + " data), Hoyer \u03bc/\u03c3, entries for 90 % (the fewest that carry 90 % of a frame's"
                    + " \u03a3 \u00bd log(1 + \u03bc\u00b2/\u03c3\u00b2)) and effective entries ((\u03a3 I)\u00b2/\u03a3 I\u00b2 of"
                    + " that information): fewer is sparser. Largest share: energy of the largest entry in that of all, 1/k if"
                    + " all are on one scale; far above it, Hoyer measures mostly scales. Silent frames count.";

    /**
     * Measures a model's codes of all frames. Reads the data twice; memory does not grow with it.
     *
     * @param model any model
     * @param data frames of the model's input size
     * @return the figures; all NaN without frames
     */
    public static CodeSparsity of(Vae model, FrameSource data) {
        return of(model, List.of(data));
    }

    /**
     * Measures a model's codes of all frames of several sources, recordings for instance, as if they were one.
     *
     * @param model any model
     * @param data frames of the model's input size
     * @return the figures; all NaN without frames
     */
    public static CodeSparsity of(Vae model, Collection<? extends FrameSource> data) {
        return of(model, data, -1);
    }

    /**
     * Measures a model's codes of the frames that are not silent.
     *
     * @param model any model
     * @param data frames of the model's input size, powers
     * @param energy sum of a frame's powers above which it counts; 0 leaves out digital silence, below 0 nothing
     * @return the figures; all NaN without such frames
     */
    public static CodeSparsity of(Vae model, Collection<? extends FrameSource> data, double energy) {
        EntryEnergies energies = new EntryEnergies(model.definition().codeSize());
        forEachBatch(model, data, (codes, rows) -> energies.add(codes, mask(rows, energy)));
        if (energies.used() == 0) {
            return new CodeSparsity(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);
        }
        FrameMeasure unitRms = FrameMeasure.hoyerAtUnitRms(energies.rms());
        PosteriorKind kind = kind(model);
        SparsityStream stream = SparsityStream.of(List.of(HOYER, unitRms, SIGNAL_TO_NOISE, FOR_90, EFFECTIVE).stream()
                .filter(measure -> measure.refusal(kind).isEmpty())
                .toArray(FrameMeasure[]::new));
        forEachBatch(model, data, (codes, rows) -> stream.add(codes, mask(rows, energy)));
        return new CodeSparsity(
                mean(stream, HOYER, kind),
                mean(stream, unitRms, kind),
                mean(stream, SIGNAL_TO_NOISE, kind),
                mean(stream, FOR_90, kind),
                mean(stream, EFFECTIVE, kind),
                energies.largestShare(),
                energies.used());
    }

    private static double mean(SparsityStream stream, FrameMeasure measure, PosteriorKind kind) {
        return measure.refusal(kind).isPresent()
                ? Double.NaN
                : stream.mean(measure).mean();
    }

    private static boolean[] mask(float[][] rows, double energy) {
        if (energy >= 0) {
            return FrameMask.louderThan(rows, energy);
        }
        boolean[] all = new boolean[rows.length];
        Arrays.fill(all, true);
        return all;
    }

    private static void forEachBatch(
            Vae model, Collection<? extends FrameSource> data, BiConsumer<CodeFrames, float[][]> use) {
        for (FrameSource source : data) {
            for (Run run : runs(model, source)) {
                float[][] rows = new float[run.rows()][source.width()];
                for (int i = 0; i < rows.length; i++) {
                    source.read(run.first() + i, rows[i], 0);
                }
                use.accept(codes(model, rows), rows);
            }
        }
    }

    /** Rows that are coded together. */
    private record Run(int first, int rows) {}

    /** Sequences for a model of time, a source without them being one; else batches that bound the memory. */
    private static List<Run> runs(Vae model, FrameSource source) {
        List<Run> runs = new ArrayList<>();
        boolean overTime = model.definition().dynamics() != null;
        if (overTime && source instanceof Sequences sequences) {
            for (int s = 0; s < sequences.count(); s++) {
                runs.add(new Run(sequences.start(s), sequences.length(s)));
            }
            return runs;
        }
        int most = overTime ? source.size() : BATCH;
        for (int first = 0; first < source.size(); first += most) {
            runs.add(new Run(first, Math.min(most, source.size() - first)));
        }
        return runs;
    }

    private static CodeFrames codes(Vae model, float[][] rows) {
        PosteriorKind kind = kind(model);
        if (kind == PosteriorKind.POINT) {
            return CodeFrames.points(model.encode(rows));
        }
        Posterior of = model.posterior(rows);
        return switch (kind) {
            case SPIKE_AND_SLAB ->
                CodeFrames.spikeAndSlab(
                        of.mean(), of.logVariance(), Objects.requireNonNull(of.slabProbability(), "slabProbability"));
            case CAUCHY -> CodeFrames.cauchy(of.mean(), of.logVariance());
            default -> CodeFrames.gaussian(of.mean(), of.logVariance());
        };
    }

    /** What the model's posterior is; the batches know it, too, but a measure is refused before the first of them. */
    private static PosteriorKind kind(Vae model) {
        Prior prior = model.definition().prior();
        // Behind a dimension selector the code is y ⊙ DS(y): what is known of y's deviation says nothing of entries
        // switched off.
        if (!prior.isDistribution() || model.definition().selector() != null) {
            return PosteriorKind.POINT;
        }
        return switch (prior.shape(1).noise()) {
            case NORMAL -> PosteriorKind.GAUSSIAN;
            case CAUCHY -> PosteriorKind.CAUCHY;
            case NORMAL_AND_UNIFORM -> PosteriorKind.SPIKE_AND_SLAB;
        };
    }
}
