/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Small models of time of every kind, and sequences for them. */
public final class TimeModels {
    /** Values per frame. */
    public static final int WIDTH = 5;

    private TimeModels() {}

    private static ModelDefinitionBuilder small() {
        return ModelDefinition.builder().inputSize(WIDTH).hidden(4).seed(3);
    }

    private static ModelDefinition sparse(Dynamics dynamics, GammaUpdate update) {
        return small().dictionary(Dictionary.random(2, 3, 1))
                .prior(Prior.learnedVariance(update))
                .dynamics(dynamics)
                .build();
    }

    /** By what tells them apart. */
    public static Map<String, ModelDefinition> all() {
        Map<String, ModelDefinition> all = new LinkedHashMap<>();
        all.put(
                "RVAE",
                small().latentSize(2)
                        .prior(Prior.standardNormal())
                        .dynamics(Dynamics.rvae())
                        .build());
        all.put(
                "RVAE both ways",
                small().latentSize(2).dynamics(Dynamics.bidirectionalRvae()).build());
        all.put(
                "GRU both ways",
                small().latentSize(2)
                        .dynamics(Dynamics.bidirectionalRvae().withCell(RecurrentCell.GRU))
                        .build());
        all.put(
                "streaming, learned dictionary",
                small().dictionary(Dictionary.dct(2, 3).learned(0.3))
                        .dynamics(Dynamics.streamingRvae())
                        .build());
        all.put(
                "streaming GRU over codes",
                small().latentSize(2)
                        .encoderHidden(3, 4)
                        .dynamics(Dynamics.streamingRvae()
                                .withCell(RecurrentCell.GRU)
                                .withRecurrence(CodeRecurrence.RECURRENT))
                        .build());
        all.put(
                "DKF",
                small().latentSize(2)
                        .encoderHidden(3, 4)
                        .prior(Prior.markov())
                        .dynamics(Dynamics.dkf())
                        .build());
        all.put(
                "streaming DKF, deep decoder",
                small().latentSize(2)
                        .decoderHidden(3, 4)
                        .prior(Prior.markov())
                        .dynamics(Dynamics.dkf().withEncoder(Direction.FORWARD))
                        .build());
        all.put(
                "DKF both ways, backward decoder",
                small().latentSize(2)
                        .prior(Prior.markov())
                        .dynamics(Dynamics.dkf().withEncoder(Direction.BOTH).withDecoder(Direction.BACKWARD))
                        .build());
        all.put("closed form", sparse(Dynamics.rvae(), GammaUpdate.closedForm()));
        all.put("hyperprior", sparse(Dynamics.rvae(), GammaUpdate.inverseGamma(1, 0.1)));
        all.put("fixed", sparse(Dynamics.rvae(), GammaUpdate.fixed(0.5)));
        all.put("block", sparse(Dynamics.bidirectionalRvae(), GammaUpdate.block(3)));
        all.put("correlated", sparse(Dynamics.rvae(), GammaUpdate.correlated(3, 0.7)));
        all.put("coupled", sparse(Dynamics.streamingRvae(), GammaUpdate.coupled(3, 2, 1)));
        all.put("anchored", sparse(Dynamics.dkf(), GammaUpdate.anchored(1.5)));
        all.put("recurrently anchored", sparse(Dynamics.rvae(), GammaUpdate.recurrentlyAnchored(1)));
        all.put(
                "GRU anchored",
                sparse(Dynamics.streamingRvae().withCell(RecurrentCell.GRU), GammaUpdate.recurrentlyAnchored(2)));
        all.put("innovation", sparse(Dynamics.dkf(), GammaUpdate.innovation()));
        return all;
    }

    /** Powers that change slowly. */
    public static Sequences sequences(int... lengths) {
        SplittableRandom random = new SplittableRandom(5);
        float[][][] all = new float[lengths.length][][];
        for (int s = 0; s < lengths.length; s++) {
            all[s] = new float[lengths[s]][WIDTH];
            double phase = random.nextDouble() * 6;
            for (int t = 0; t < lengths[s]; t++) {
                for (int j = 0; j < WIDTH; j++) {
                    double level = Math.sin(phase + 0.4 * t + j);
                    all[s][t][j] = (float) (Math.exp(2 * level) * (0.5 + random.nextDouble()));
                }
            }
        }
        return Sequences.of(all);
    }
}
