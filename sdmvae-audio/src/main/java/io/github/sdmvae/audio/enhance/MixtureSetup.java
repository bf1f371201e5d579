/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.model.Mixtures;
import io.github.sdmvae.model.Vae;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fit needs to know beside the mixture. Immutable.
 *
 * @param names of the sources
 * @param priors of their codes
 * @param variances of their codes
 * @param apart which of them have the model of another one, so that their codes must start apart
 * @param compiler of programs
 * @param settings of the builder
 * @param draws random numbers
 */
record MixtureSetup(
        List<String> names,
        List<SourcePrior> priors,
        List<CodeVariance> variances,
        List<Boolean> apart,
        Compiler compiler,
        FitSettings settings,
        Draws draws) {
    /** By how much the codes of equal models start apart: standard deviations of a code of variance 1. */
    static final double APART = 0.3;

    /** Frames per tile. No setting: sums are gathered tile by tile, and their last bits depend on it. */
    private static final int TILE = 64;

    /** Frames that a model of time sees as one sequence, at most. */
    static final int LONGEST = 1024;

    /** Compiles programs for tiles. */
    interface Compiler {
        MixtureProgram compile(MixtureShape shape);
    }

    /** Of trained models. */
    static MixtureSetup of(List<String> names, List<SpeechModel> models, FitSettings settings) {
        List<Vae> vaes = models.stream().map(SpeechModel::vae).toList();
        List<SourcePrior> priors = vaes.stream().map(SourcePrior::of).toList();
        List<CodeVariance> variances = priors.stream()
                .map(prior -> CodeVariance.of(prior, settings.method(), settings.codeVariance()))
                .toList();
        List<Boolean> apart = new ArrayList<>();
        for (SpeechModel model : models) {
            apart.add(
                    models.stream().filter(other -> other.vae() == model.vae()).count() > 1);
        }
        return new MixtureSetup(
                names,
                priors,
                variances,
                apart,
                shape -> Mixtures.compile(vaes, shape),
                settings,
                Draws.seeded(settings.seed()));
    }

    /** Frames per tile: few, but for models of time the recording, or equal stretches of a long one. */
    int tileRows(int frames) {
        if (priors.stream().noneMatch(SourcePrior::isOverTime)) {
            return TILE;
        }
        int stretches = (frames + LONGEST - 1) / LONGEST;
        return (frames + stretches - 1) / stretches;
    }

    /** Tiles of a mixture. */
    int tiles(int frames) {
        int rows = tileRows(frames);
        return (frames + rows - 1) / rows;
    }

    /** A program for a tile. */
    MixtureProgram compile(int rows, int noiseRank) {
        return compiler.compile(
                new MixtureShape(rows, noiseRank, settings.method().samples()));
    }

    /**
     * Takes a mixture apart.
     *
     * @param power of the mixture
     * @param store for the states of tiles
     * @param learned spectra of noise, K₀ × F
     * @param shares receive those of each source
     * @param floor least share, 0 to below 1
     * @param notes for the summary
     * @return how it went
     */
    FitSummary fit(
            MixturePower power,
            TileStore store,
            double[] learned,
            List<FloatRows> shares,
            double floor,
            FitNotes notes) {
        NoiseFactors factors =
                NoiseFactors.start(settings.start(), learned, settings.noise().free(), power, settings.seed());
        Band band = Band.of(power);
        notes.band(band);
        notes.shortness(power.frames());
        if (apart.contains(true)) {
            notes.add("two sources have the same model: nothing tells them apart, and they swap from frame to frame");
        }
        try (MixtureFit fit = new MixtureFit(this, power, band, store, factors, tileRows(power.frames()))) {
            fit.start();
            fit.iterate();
            fit.finish(shares, floor);
            return notes.summary(power.frames(), fit.costs(), fit.acceptance());
        }
    }

    /** The state of a frame between iterations, about. */
    long stateBytes() {
        long values = settings.noise().rank();
        for (SourcePrior prior : priors) {
            // Codes, their variances, γ and samples; of methods that go by Adam, two or four moments.
            values += prior.width() * (7L + settings.method().samples()) + 2;
        }
        return values * Double.BYTES;
    }

    /** A source, for messages. */
    String name(int source) {
        return names.get(source);
    }
}
