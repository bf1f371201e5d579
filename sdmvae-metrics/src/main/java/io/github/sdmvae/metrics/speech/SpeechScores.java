/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import io.github.sdmvae.metrics.MetricException;
import io.github.sdmvae.metrics.SiSdr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * All speech figures of one pair of signals: each is a value or, where it is not defined, a refusal with its reason.
 *
 * <p>Immutable; the methods are safe for use by several threads.
 *
 * @param pesqNbRaw raw narrow-band PESQ score (P.862), up to 4.5
 * @param pesqNbLqo narrow-band PESQ as MOS-LQO (P.862.1), about 1 to 4.549
 * @param pesqWbLqo wide-band PESQ as MOS-LQO (P.862.2), about 1 to 4.644
 * @param stoi classic STOI, −1 to 1
 * @param estoi extended STOI, −1 to 1
 * @param siSdr SI-SDR in dB by {@link SiSdr#strict}: refused for signals of unequal length and for silence
 * @param refusals one entry per figure without a value, in the order of the figures; unmodifiable
 */
public record SpeechScores(
        OptionalDouble pesqNbRaw,
        OptionalDouble pesqNbLqo,
        OptionalDouble pesqWbLqo,
        OptionalDouble stoi,
        OptionalDouble estoi,
        OptionalDouble siSdr,
        List<Refusal> refusals) {

    private static final String PESQ_NB_RAW = "pesq_nb_raw";
    private static final String PESQ_NB_LQO = "pesq_nb_lqo";
    private static final String PESQ_WB_LQO = "pesq_wb_lqo";
    private static final String STOI = "stoi";
    private static final String ESTOI = "estoi";
    private static final String SI_SDR = "si_sdr";

    /**
     * Copies the list of refusals.
     *
     * @param pesqNbRaw raw narrow-band PESQ score
     * @param pesqNbLqo narrow-band PESQ as MOS-LQO
     * @param pesqWbLqo wide-band PESQ as MOS-LQO
     * @param stoi classic STOI
     * @param estoi extended STOI
     * @param siSdr SI-SDR in dB
     * @param refusals one entry per figure without a value
     */
    public SpeechScores {
        refusals = List.copyOf(refusals);
    }

    /**
     * Scores a pair with {@link Pesq#standard()}.
     *
     * @param reference clean speech
     * @param degraded speech to be judged
     * @param rate sample rate of both in Hz
     * @return a value or a refusal for each figure
     */
    public static SpeechScores of(double[] reference, double[] degraded, int rate) {
        return of(reference, degraded, rate, Pesq.standard());
    }

    /**
     * Scores a pair.
     *
     * @param reference clean speech
     * @param degraded speech to be judged
     * @param rate sample rate of both in Hz
     * @param pesq how PESQ takes the samples
     * @return a value or a refusal for each figure
     */
    public static SpeechScores of(double[] reference, double[] degraded, int rate, Pesq pesq) {
        Collector collector = new Collector();
        collector.pesq(reference, degraded, rate, pesq);
        collector.stoi(reference, degraded, rate);
        collector.add(() -> collector.put(SI_SDR, SiSdr.strict(reference, degraded)), SI_SDR);
        return collector.scores();
    }

    /**
     * Scores a pair whose rates were read from two files; all figures are refused if the rates differ.
     *
     * @param reference clean speech
     * @param referenceRate its sample rate in Hz
     * @param degraded speech to be judged
     * @param degradedRate its sample rate in Hz
     * @return a value or a refusal for each figure
     */
    public static SpeechScores of(double[] reference, int referenceRate, double[] degraded, int degradedRate) {
        if (referenceRate == degradedRate) {
            return of(reference, degraded, referenceRate);
        }
        Collector collector = new Collector();
        String[] all = {PESQ_NB_RAW, PESQ_NB_LQO, PESQ_WB_LQO, STOI, ESTOI, SI_SDR};
        collector.add(() -> SignalChecks.sameRate(referenceRate, degradedRate), all);
        return collector.scores();
    }

    /**
     * The figures by name, in the order pesq_nb_raw, pesq_nb_lqo, pesq_wb_lqo, stoi, estoi, si_sdr.
     *
     * @return an unmodifiable map of six entries
     */
    public Map<String, OptionalDouble> byName() {
        Map<String, OptionalDouble> figures = new LinkedHashMap<>();
        figures.put(PESQ_NB_RAW, pesqNbRaw);
        figures.put(PESQ_NB_LQO, pesqNbLqo);
        figures.put(PESQ_WB_LQO, pesqWbLqo);
        figures.put(STOI, stoi);
        figures.put(ESTOI, estoi);
        figures.put(SI_SDR, siSdr);
        return Collections.unmodifiableMap(figures);
    }

    /**
     * A figure without a value.
     *
     * @param metric name of the figure as in {@link #byName()}
     * @param reason why, for programs
     * @param message why, for people
     */
    public record Refusal(String metric, MetricException.Reason reason, String message) {

        /**
         * The refusal as one line of text.
         *
         * @return "metric: message"
         */
        @Override
        public String toString() {
            return metric + ": " + message;
        }
    }

    /** Gathers values and refusals. */
    private static final class Collector {

        private final Map<String, Double> values = new LinkedHashMap<>();
        private final List<Refusal> refusals = new ArrayList<>();

        /** Both bands share the level alignment, raw score and narrow-band MOS-LQO the whole run. */
        void pesq(double[] reference, double[] degraded, int rate, Pesq pesq) {
            List<LevelledPair> pair = new ArrayList<>();
            add(
                    () -> {
                        pair.add(pesq.level(reference, degraded, rate, false));
                        PesqDetail detail = PesqRun.score(pair.get(0), false);
                        put(PESQ_NB_RAW, detail.raw());
                        put(PESQ_NB_LQO, detail.lqo());
                    },
                    PESQ_NB_RAW,
                    PESQ_NB_LQO);
            add(
                    () -> {
                        SignalChecks.pesqRate(rate, true);
                        LevelledPair levelled =
                                pair.isEmpty() ? pesq.level(reference, degraded, rate, true) : pair.get(0);
                        put(PESQ_WB_LQO, PesqRun.score(levelled, true).lqo());
                    },
                    PESQ_WB_LQO);
        }

        void stoi(double[] reference, double[] degraded, int rate) {
            add(
                    () -> {
                        Stoi.Both both = Stoi.both(reference, degraded, rate);
                        put(STOI, both.stoi());
                        put(ESTOI, both.estoi());
                    },
                    STOI,
                    ESTOI);
        }

        void add(Runnable computation, String... metrics) {
            try {
                computation.run();
            } catch (MetricException refused) {
                for (String metric : metrics) {
                    refusals.add(new Refusal(metric, refused.reason(), String.valueOf(refused.getMessage())));
                }
            }
        }

        void put(String metric, double value) {
            values.put(metric, value);
        }

        SpeechScores scores() {
            return new SpeechScores(
                    value(PESQ_NB_RAW),
                    value(PESQ_NB_LQO),
                    value(PESQ_WB_LQO),
                    value(STOI),
                    value(ESTOI),
                    value(SI_SDR),
                    refusals);
        }

        private OptionalDouble value(String metric) {
            Double value = values.get(metric);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        }
    }
}
