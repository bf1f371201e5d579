/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.dynamical;

import io.github.sdmvae.audio.Resynthesis;
import io.github.sdmvae.audio.ResynthesisScores;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.examples.recordings.TestSpeech.TestSample;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.report.CodeSparsity;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import io.github.sdmvae.transform.InputTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Trains and scores models, one after the other or several at once: it keeps nothing of them.
 *
 * @param train whole utterances
 * @param validation whole utterances
 * @param test recordings to resynthesise
 * @param settings of every training
 */
record TimeTraining(Sequences train, Sequences validation, TestSample test, Settings settings) {
    /**
     * What all trainings share.
     *
     * @param latent m = k
     * @param epochs of every training
     * @param log whether encoders read log(x + 1e-6)/5, or powers
     */
    record Settings(int latent, int epochs, boolean log) {
        static final int FRAMES = 50;
        static final int PIECES = 8;
        /** Of Adam, as in the DVAE repository. */
        static final double RATE = 2e-3;

        Settings {
            if (latent < 1 || epochs < 1) {
                throw new IllegalArgumentException(
                        "--m and --epochs must be at least 1, got " + latent + " and " + epochs);
            }
        }

        String describe() {
            return "m = k = " + latent + ", D = I, 128 units, Adam with " + RATE + ", " + epochs
                    + " epochs, pieces of " + FRAMES + " frames, " + PIECES + " a step (static models: "
                    + FRAMES * PIECES + " frames), no clipping, encoders read "
                    + (log ? "log(x + 1e-6)/5" : "powers");
        }

        ModelDefinition definition(TimeModel model, int inputSize, long seed) {
            ModelDefinitionBuilder builder = model.on(inputSize, latent, seed);
            return (log ? builder.inputTransform(InputTransform.logPower(1e-6, 5)) : builder.rawInput()).build();
        }
    }

    /** The same training goes on from its checkpoints after a kill. */
    TimeRun finish(TimeModel model, long seed, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path checkpoints = folder.resolve("checkpoints");
        TrainingResult training = Trainer.builder()
                .epochs(settings.epochs())
                .batchSize(model.isOfTime() ? Settings.PIECES : Settings.PIECES * Settings.FRAMES)
                .learningRate(Settings.RATE)
                .patience(settings.epochs())
                .seed(seed)
                .checkpoints(Checkpoints.in(checkpoints)
                        .every(Duration.ofSeconds(60))
                        .onInterrupt())
                .build()
                .fitOrResume(
                        settings.definition(model, train.width(), seed),
                        train.cut(Settings.FRAMES),
                        validation.cut(Settings.FRAMES));
        SpeechModel speech = SpeechModel.of(training.model(), test.frontEnd());
        speech.save(folder.resolve("model.sdmvae"));
        TimeRun run = new TimeRun(
                model.id(), seed, training.history().size(), training.bestEpoch(), figures(training, speech));
        Checkpoints.in(checkpoints).delete();
        return run;
    }

    private Map<String, Double> figures(TrainingResult training, SpeechModel speech) {
        Map<TimeFigure, Double> figures = new LinkedHashMap<>();
        EpochReport last = training.history().get(training.history().size() - 1);
        LossTerms valid = Objects.requireNonNull(last.validation(), "validation");
        figures.put(TimeFigure.TRAINING_RECONSTRUCTION, last.training().reconstruction());
        figures.put(TimeFigure.TRAINING_DIVERGENCE, last.training().divergence());
        figures.put(TimeFigure.VALIDATION_RECONSTRUCTION, valid.reconstruction());
        figures.put(TimeFigure.VALIDATION_DIVERGENCE, valid.divergence());
        figures.put(TimeFigure.VALIDATION_HYPERPRIOR, valid.hyperprior());
        byMeanCode(speech.vae(), figures);
        resynthesis(speech, figures);
        sparsity(test.sparsity(speech.vae()), figures);
        return figures.entrySet().stream()
                .filter(figure -> Double.isFinite(figure.getValue()))
                .collect(Collectors.toMap(f -> f.getKey().key(), Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /** Of whole validation utterances; single frames carry a mean, so that the median stands beside it. */
    private void byMeanCode(Vae vae, Map<TimeFigure, Double> figures) {
        double[] all = new double[validation.size()];
        for (int s = 0; s < validation.count(); s++) {
            float[][] rows = validation.sequence(s);
            float[][] variance = vae.reconstruct(rows);
            for (int t = 0; t < rows.length; t++) {
                all[validation.start(s) + t] = negativeLogLikelihood(rows[t], variance[t]);
            }
        }
        figures.put(TimeFigure.MEAN_CODE, Arrays.stream(all).average().orElse(Double.NaN));
        Arrays.sort(all);
        figures.put(TimeFigure.MEDIAN_CODE, all[all.length / 2]);
    }

    /** Of the complex Gaussian, without its constant. */
    private static double negativeLogLikelihood(float[] power, float[] variance) {
        double sum = 0;
        for (int f = 0; f < power.length; f++) {
            sum += Math.log(variance[f]) + power[f] / variance[f];
        }
        return sum;
    }

    private void resynthesis(SpeechModel speech, Map<TimeFigure, Double> figures) {
        CodePath path = new CodePath();
        List<ResynthesisScores> each = test.clips().values().stream()
                .map(clip -> {
                    Resynthesis again = speech.resynthesise(clip);
                    path.add(speech.vae().posterior(again.input()));
                    return again.scores();
                })
                .toList();
        ResynthesisScores mean = ResynthesisScores.mean(each);
        figures.put(TimeFigure.PESQ, mean.pesqRaw());
        figures.put(TimeFigure.ESTOI, mean.estoi());
        figures.put(TimeFigure.SI_SDR, mean.siSdr());
        figures.put(TimeFigure.ROUGHNESS, path.roughness());
        figures.put(TimeFigure.SUPPORT_CHANGE, path.supportChange());
    }

    private static void sparsity(CodeSparsity codes, Map<TimeFigure, Double> figures) {
        figures.put(TimeFigure.HOYER, codes.hoyer());
        figures.put(TimeFigure.HOYER_UNIT_RMS, codes.hoyerUnitRms());
        figures.put(TimeFigure.HOYER_SIGNAL_TO_NOISE, codes.hoyerSignalToNoise());
        figures.put(TimeFigure.ENTRIES_90, codes.entriesFor90());
    }
}
