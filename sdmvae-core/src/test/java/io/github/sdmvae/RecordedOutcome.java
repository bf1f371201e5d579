/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae;

import io.github.sdmvae.RecordedSettings.Setting;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.LogLikelihood;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Posterior;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.StepReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingListener;
import io.github.sdmvae.train.TrainingResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a training or a saved model gave.
 *
 * @param bits part of the result to a hash of all its bits
 * @param losses of the first steps, or of the evaluation: what other processors' kernels must nearly give, too
 */
record RecordedOutcome(Map<String, String> bits, List<Loss> losses) {
    private static final int FIRST_STEPS = 4;

    /**
     * A loss.
     *
     * @param value nats per data point
     * @param size sum of the absolute values of its terms, against which rounding is measured
     */
    record Loss(double value, double size) {
        static Loss of(LossTerms terms) {
            double divergence = Math.abs(terms.divergence()) + Math.abs(terms.hyperprior());
            double size = Math.abs(terms.reconstruction()) + terms.beta() * divergence + terms.coherence();
            return new Loss(terms.loss(), size);
        }
    }

    /** The terms of a loss in a fixed order. */
    private static double[] numbers(LossTerms t) {
        return new double[] {t.reconstruction(), t.divergence(), t.hyperprior(), t.beta(), t.coherence()};
    }

    static RecordedOutcome ofTraining(Setting setting) {
        return ofTraining(setting, setting.trainer(), false);
    }

    static RecordedOutcome ofTraining(Setting setting, Trainer.Builder trainer, boolean resume) {
        List<Loss> losses = new ArrayList<>();
        trainer.listener(new TrainingListener() {
            @Override
            public void onStep(StepReport report) {
                if (losses.size() < FIRST_STEPS) {
                    losses.add(Loss.of(report.terms()));
                }
            }
        });
        TrainingResult result = run(setting, trainer.build(), resume);
        Map<String, String> bits = new LinkedHashMap<>();
        bits.put("history", history(result));
        addModel(bits, result.model(), setting);
        return new RecordedOutcome(bits, losses);
    }

    private static TrainingResult run(Setting s, Trainer trainer, boolean resume) {
        Frames validation = s.validation();
        if (resume) {
            return validation == null
                    ? trainer.resume(s.definition(), s.training())
                    : trainer.resume(s.definition(), s.training(), validation);
        }
        return validation == null
                ? trainer.fit(s.definition(), s.training())
                : trainer.fit(s.definition(), s.training(), validation);
    }

    static RecordedOutcome ofModel(Vae model, Setting setting) {
        Map<String, String> bits = new LinkedHashMap<>();
        addModel(bits, model, setting);
        return new RecordedOutcome(
                bits, List.of(Loss.of(model.evaluate(data(setting)).terms())));
    }

    /** What lies in a model's file, which no processor changes. */
    static List<String> stored() {
        return List.of("parameters", "sharedGamma", "meanGamma");
    }

    private static Frames data(Setting setting) {
        Frames validation = setting.validation();
        return validation == null ? setting.training() : validation;
    }

    private static String history(TrainingResult result) {
        RecordedHash hash = new RecordedHash();
        hash.add(result.bestEpoch()).add(result.reason().name());
        for (EpochReport epoch : result.history()) {
            hash.add(epoch.epoch()).add(numbers(epoch.training())).add(epoch.learningRate());
            LossTerms validation = epoch.validation();
            hash.add(validation == null ? new double[0] : numbers(validation));
            LossTerms plain = epoch.plainValidation();
            if (plain != null && !plain.equals(validation)) {
                hash.add(numbers(plain));
            }
            hash.add(String.valueOf(epoch.best()));
        }
        return hash.text();
    }

    private static void addModel(Map<String, String> bits, Vae model, Setting setting) {
        ModelState state = model.state();
        bits.put("parameters", new RecordedHash().add(state.parameters()).text());
        bits.put("sharedGamma", new RecordedHash().add(state.sharedGamma()).text());
        float @Nullable [] mean = state.meanGamma();
        bits.put(
                "meanGamma",
                mean == null ? "none" : new RecordedHash().add(mean).text());
        Frames data = data(setting);
        float[][] rows = RecordedParts.rows(data, 7);
        float[][] codes = model.encode(rows);
        put(bits, "encode", hash -> hash.add(codes));
        put(bits, "encode one", hash -> hash.add(model.encode(RecordedParts.rows(data, 1))));
        put(bits, "encodeSample", hash -> hash.add(model.encodeSample(rows, 11)));
        put(bits, "posterior", hash -> add(hash, model.posterior(rows)));
        put(bits, "latent", hash -> hash.add(model.latent(codes)));
        put(bits, "decode", hash -> hash.add(model.decode(codes)));
        put(bits, "reconstruct", hash -> hash.add(model.reconstruct(rows)));
        put(bits, "evaluate", hash -> add(hash, model.evaluate(data)));
        Frames few = Frames.of(rows);
        put(bits, "logLikelihood", hash -> add(hash, model.logLikelihood(few, 6, 13)));
        put(bits, "sampleCodes", hash -> hash.add(model.sampleCodes(5, 17)));
        put(bits, "generate", hash -> hash.add(model.generate(5, 17)));
    }

    /** Some models refuse some questions: that they do is recorded, not how they say it. */
    private static void put(Map<String, String> bits, String name, Consumer<RecordedHash> question) {
        RecordedHash hash = new RecordedHash();
        try {
            question.accept(hash);
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            bits.put(name, "refused");
            return;
        }
        bits.put(name, hash.text());
    }

    private static void add(RecordedHash hash, Posterior posterior) {
        hash.add(posterior.mean()).add(posterior.logVariance());
        float[] @Nullable [] slab = posterior.slabProbability();
        if (slab != null) {
            hash.add(slab);
        }
    }

    private static void add(RecordedHash hash, Evaluation e) {
        hash.add(e.size()).add(numbers(e.terms())).add(e.constant());
        for (List<Double> numbers : List.of(e.unitDivergence(), e.unitMeanVariance(), e.meanGamma())) {
            hash.add(numbers.stream().mapToDouble(x -> x).toArray());
        }
    }

    private static void add(RecordedHash hash, LogLikelihood estimate) {
        hash.add(estimate.size()).add(estimate.samples()).add(estimate.mean()).add(estimate.standardError());
        hash.add(String.valueOf(estimate.comparable()));
        LogLikelihood under = estimate.underMeanGamma();
        if (under != null) {
            add(hash, under);
        }
    }
}
