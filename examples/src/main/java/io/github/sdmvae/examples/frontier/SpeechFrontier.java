/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

import io.github.sdmvae.examples.frontier.Figure.Kind;
import io.github.sdmvae.examples.paper.SpeechRuns;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.report.CodeSparsity;
import io.github.sdmvae.transform.InputTransform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frontier on a folder of speech. */
final class SpeechFrontier {
    /** Loss of raw PESQ that nobody hears, about. */
    static final double TOLERANCE = 0.05;

    static final List<Figure> FIGURES = List.of(
            new Figure("pesq_raw", "PESQ raw", 2, Kind.QUALITY),
            new Figure("estoi", "ESTOI", 3, Kind.QUALITY),
            new Figure("si_sdr", "SI-SDR dB", 2, Kind.QUALITY),
            Figure.ENTRIES,
            new Figure("effective_entries", "effective entries", 1, Kind.SPARSITY),
            new Figure("active_units", "active units", 1, Kind.SPARSITY),
            new Figure("hoyer_unit_rms", "Hoyer unit rms", 3, Kind.SPARSITY),
            new Figure("hoyer_signal_to_noise", "Hoyer μ/σ", 3, Kind.SPARSITY),
            new Figure("hoyer", "Hoyer (the paper’s)", 3, Kind.OTHER),
            new Figure("largest_share", "largest share", 2, Kind.OTHER),
            new Figure("reconstruction", "reconstruction", 1, Kind.OTHER),
            new Figure("divergence", "divergence", 1, Kind.OTHER),
            new Figure(SpeechRuns.LOSS, "loss", 1, Kind.OTHER));

    /** Of speech of peak 1, where rounding to 16 bits alone leaves about 4e-8 per bin. */
    private static final InputTransform LOG_POWER = InputTransform.logPower(1e-5);

    private SpeechFrontier() {}

    static String note(String data, String settings) {
        return data + ", mean over the test recordings, ± standard deviation over seeds (n − 1); reconstruction,"
                + " divergence and their sum, the loss (β = 1), in nats per frame of the validation set, active units"
                + " there, too. " + settings + ". " + CodeSparsity.NOTE;
    }

    /**
     * Trains what is missing.
     *
     * @param log whether the encoder sees log power
     */
    static String run(
            SpeechRuns.Setting setting,
            List<FrontierModel> models,
            List<Integer> latents,
            List<Long> seeds,
            boolean log,
            boolean show,
            FrontierFiles files)
            throws IOException, InterruptedException {
        @Nullable InputTransform input = log ? LOG_POWER : null;
        List<SpeechRuns.Wanted> wanted = new ArrayList<>();
        for (int m : latents) {
            for (long seed : seeds) {
                models.forEach(model ->
                        wanted.add(new SpeechRuns.Wanted(model.on(Likelihood.complexGaussian(), input), m, seed)));
            }
        }
        return files.write(runs(SpeechRuns.finish(setting, wanted, show, so -> files.write(runs(so)))));
    }

    private static List<FrontierPoint.Run> runs(List<SpeechRuns.Run> runs) {
        return runs.stream()
                .map(run -> new FrontierPoint.Run(
                        FrontierModel.of(run.wanted().recipe().id()),
                        run.wanted().latent(),
                        run.wanted().seed(),
                        run.figures()))
                .toList();
    }
}
