/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.GammaUpdate;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A small run in which everything that a checkpoint holds matters, and all the bits of its result. */
final class Runs {
    static final Frames TRAIN = TestParts.speechLike(300, 12, 1);
    static final Frames VALIDATION = TestParts.speechLike(100, 12, 2);
    static final int STEPS_PER_EPOCH = 9;

    private Runs() {}

    static ModelDefinition definition() {
        return ModelDefinition.builder()
                .inputSize(12)
                .hidden(8)
                .dictionary(Dictionary.dct(3, 5))
                .seed(42)
                .build();
    }

    /** Shared γ, warm-up, clipping, and a rate that wrecks from step 30 on what was learned: the best epoch is no late one. */
    static Trainer.Builder trainer() {
        return withoutPatience().patience(3);
    }

    /** For trainings without validation data. */
    static Trainer.Builder withoutPatience() {
        return Trainer.builder()
                .epochs(6)
                .batchSize(32)
                .learningRate(step -> step < 30 ? 0.03 + 1e-4 * step : 0.6)
                .gradientClipping(50)
                .gammaUpdate(GammaUpdate.shared(0.9))
                .elbo(ElboStrategy.closedForm().withBeta(BetaSchedule.warmUp(20, 1)))
                .seed(3);
    }

    /** Dies in mid-run, as far as one process can. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    static TrainingListener crashAfter(int steps) {
        return new TrainingListener() {
            private int done;

            @Override
            public void onStep(StepReport report) {
                done++;
                if (done == steps) {
                    throw new Crash();
                }
            }
        };
    }

    /** Everything in a result but seconds and the time of its making. */
    static String digest(TrainingResult result) {
        ModelState state = result.model().state();
        StringBuilder text = new StringBuilder();
        text.append("parameters ").append(hash(state.parameters()));
        text.append("\nsharedGamma ").append(hash(state.sharedGamma()));
        float[] mean = state.meanGamma();
        text.append("\nmeanGamma ").append(mean == null ? "none" : hash(mean));
        text.append("\nbest ").append(result.bestEpoch()).append(", ended by ").append(result.reason());
        for (EpochReport e : result.history()) {
            text.append('\n').append(e.epoch()).append(' ').append(bits(e.training()));
            LossTerms validation = e.validation();
            text.append(' ').append(validation == null ? "none" : bits(validation));
            LossTerms plain = e.plainValidation();
            text.append(' ').append(plain == null ? "none" : bits(plain));
            text.append(' ').append(Double.toHexString(e.learningRate())).append(' ');
            text.append(e.best());
        }
        return text.toString();
    }

    /** All of a checkpoint, bit for bit: no two numbers but NaNs have the same text. */
    static String digest(Checkpoint c) {
        Checkpoint.Best best = c.best();
        return String.join(
                "\n",
                c.stepsPerEpoch() + " " + c.step() + " " + c.sums() + " " + c.seconds(),
                c.history() + " " + c.epochsWithoutGain() + " " + c.ended(),
                hash(c.now().parameters()) + hash(c.now().sharedGamma()),
                hash(c.moments().first()) + hash(c.moments().second()),
                best == null
                        ? "none"
                        : best.epoch() + " " + best.loss()
                                + hash(best.weights().parameters())
                                + hash(best.weights().sharedGamma()));
    }

    static String oneLine(TrainingResult result) {
        return digest(result).replace('\n', ';');
    }

    private static String bits(LossTerms terms) {
        return String.join(
                " ",
                Double.toHexString(terms.reconstruction()),
                Double.toHexString(terms.divergence()),
                Double.toHexString(terms.hyperprior()),
                Double.toHexString(terms.beta()));
    }

    private static String hash(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        bytes.asFloatBuffer().put(values);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
