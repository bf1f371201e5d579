/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.Transition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks of definitions of models of time. */
final class TimeChecks {
    private TimeChecks() {}

    /** Refuses parts that need time where there is none, and shapes that are none. */
    static void require(
            @Nullable Dynamics dynamics, List<Integer> encoderHidden, List<Integer> decoderHidden, Prior prior) {
        GammaUpdate stated = prior.statedGamma();
        if (dynamics == null) {
            if (prior.needsTime() || (stated != null && stated.needsTime())) {
                throw new IllegalArgumentException("the "
                        + (prior.needsTime()
                                ? "prior '" + prior.name()
                                : "γ update '" + Objects.requireNonNull(stated).name())
                        + "' looks along time; make it a model of time by dynamics(...)");
            }
            return;
        }
        if (encoderHidden.isEmpty()) {
            throw new IllegalArgumentException(
                    "a model of time needs a hidden size for the encoder's recurrent layers, encoderHidden is empty");
        }
        if (dynamics.decoder() != null && decoderHidden.size() != 1) {
            throw new IllegalArgumentException(
                    "a recurrent decoder has one hidden size, decoderHidden has " + decoderHidden.size());
        }
        TimeLayers.transition(prior);
    }

    /** Number of parameters, or the largest long if it is larger than that. */
    static long parameters(
            int inputSize,
            List<Integer> encoderHidden,
            List<Integer> decoderHidden,
            Dynamics dynamics,
            Dictionary dictionary,
            Prior prior,
            Likelihood likelihood) {
        try {
            long k = dictionary.atoms();
            long m = dictionary.latentSize();
            long outputs = Math.multiplyExact((long) inputSize, likelihood.outputsPerValue());
            return sum(
                    encoder(inputSize, encoderHidden, dynamics, k),
                    decoder(m, decoderHidden, dynamics, outputs),
                    transition(TimeLayers.transition(prior), k, last(encoderHidden), dynamics.cell()),
                    dictionary.isLearned() ? Math.multiplyExact(m, k) : 0);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private static long last(List<Integer> sizes) {
        return sizes.get(sizes.size() - 1);
    }

    private static long encoder(long inputSize, List<Integer> hidden, Dynamics dynamics, long k) {
        long units = last(hidden);
        long count = 0;
        long before = inputSize;
        for (int size : hidden.subList(0, hidden.size() - 1)) {
            count = sum(count, dense(before, size));
            before = size;
        }
        int directions = dynamics.encoder().count();
        count = sum(count, Math.multiplyExact(directions, recurrent(before, units, dynamics.cell())));
        boolean markov = dynamics.recurrence() == CodeRecurrence.MARKOV;
        boolean beside = dynamics.recurrence() == CodeRecurrence.RECURRENT;
        long features = markov ? units : Math.multiplyExact(units, directions + (beside ? 1L : 0L));
        long reader = markov ? dense(k, units) : beside ? recurrent(k, units, dynamics.cell()) : 0;
        return sum(count, reader, dense(features, 2 * k));
    }

    private static long decoder(long m, List<Integer> hidden, Dynamics dynamics, long outputs) {
        long count = 0;
        long before = m;
        if (dynamics.decoder() != null) {
            int directions = dynamics.decoder().count();
            count = Math.multiplyExact(directions, recurrent(m, hidden.get(0), dynamics.cell()));
            before = (long) directions * hidden.get(0);
        } else {
            for (int size : hidden) {
                count = sum(count, dense(before, size));
                before = size;
            }
        }
        return sum(count, dense(before, outputs));
    }

    private static long transition(Transition transition, long k, long units, RecurrentCell cell) {
        return switch (transition) {
            case NONE -> 0;
            case GATED -> Math.multiplyExact(6, dense(k, k));
            case GATED_MEAN -> Math.multiplyExact(5, dense(k, k));
            case ANCHOR -> sum(dense(k, units), dense(units, k));
            case RECURRENT_ANCHOR -> sum(recurrent(k, units, cell), dense(units, k));
        };
    }

    private static long dense(long in, long out) {
        return Math.multiplyExact(Math.addExact(in, 1), out);
    }

    private static long recurrent(long in, long units, RecurrentCell cell) {
        long rows = sum(in, units, cell.hasStateBias() ? 2 : 1);
        return Math.multiplyExact(Math.multiplyExact(units, cell.gates()), rows);
    }

    private static long sum(long... parts) {
        long sum = 0;
        for (long part : parts) {
            sum = Math.addExact(sum, part);
        }
        return sum;
    }
}
