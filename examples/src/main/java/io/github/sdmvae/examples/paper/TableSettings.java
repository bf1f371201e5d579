/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.examples.output.Checksum;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the models are trained and scored: what all cells of a table share.
 *
 * @param maxEpochs at least 1
 * @param patience epochs without improvement, at least 1
 * @param learningRate of Adam, above 0
 * @param batch frames in a step, at least 1
 * @param hidden sizes of the encoder's hidden layers, each at least 1; the decoder has them in reverse
 * @param testLimit test utterances to score, evenly spread, at least 1
 * @param protocol where it departs from the usual one
 */
public record TableSettings(
        int maxEpochs,
        int patience,
        double learningRate,
        int batch,
        List<Integer> hidden,
        int testLimit,
        Protocol protocol) {

    /**
     * By the usual protocol.
     *
     * @param maxEpochs at least 1
     * @param patience epochs without improvement, at least 1
     * @param learningRate of Adam, above 0
     * @param batch frames in a step, at least 1
     * @param hidden sizes of the encoder's hidden layers, each at least 1; the decoder has them in reverse
     * @param testLimit test utterances to score, evenly spread, at least 1
     * @throws IllegalArgumentException naming the option, if one is out of range
     */
    public TableSettings(
            int maxEpochs, int patience, double learningRate, int batch, List<Integer> hidden, int testLimit) {
        this(maxEpochs, patience, learningRate, batch, hidden, testLimit, Protocol.USUAL);
    }

    /**
     * Checks the ranges.
     *
     * @param maxEpochs at least 1
     * @param patience epochs without improvement, at least 1
     * @param learningRate of Adam, above 0
     * @param batch frames in a step, at least 1
     * @param hidden sizes of the encoder's hidden layers, each at least 1; the decoder has them in reverse
     * @param testLimit test utterances to score, evenly spread, at least 1
     * @param protocol where it departs from the usual one
     * @throws IllegalArgumentException naming the option, if one is out of range
     */
    public TableSettings {
        requirePositive("--max-epochs", maxEpochs);
        requirePositive("--patience", patience);
        requirePositive("--batch", batch);
        hidden = List.copyOf(hidden);
        hidden.forEach(size -> requirePositive("--hidden", size));
        requirePositive("--test-limit", testLimit);
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("--learning-rate must be finite and above 0, got " + learningRate);
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, got " + value);
        }
    }

    TableSettings withLearningRate(double rate) {
        return new TableSettings(maxEpochs, patience, rate, batch, hidden, testLimit, protocol);
    }

    /** Everything that changes figures, the recordings' contents included. */
    Map<String, String> identity(SpeechFolder speech) throws IOException {
        Map<String, String> all = new TreeMap<>();
        all.put("format", "1");
        all.put("--max-epochs", Integer.toString(maxEpochs));
        all.put("--patience", Integer.toString(patience));
        all.put("--learning-rate", Double.toString(learningRate));
        all.put("--batch", Integer.toString(batch));
        all.put("--hidden", sizes());
        all.put("--test-limit", testLimit == Integer.MAX_VALUE ? "none" : Integer.toString(testLimit));
        all.putAll(protocol.departures());
        all.put("front end", speech.frontEnd().options().toString());
        for (Part part : Part.values()) {
            all.put("data (" + part.name().toLowerCase(java.util.Locale.ROOT) + ")", Checksum.of(speech.files(part)));
        }
        return all;
    }

    private String sizes() {
        return hidden.isEmpty() ? "0" : hidden.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private String layers() {
        return switch (hidden.size()) {
            case 0 -> "no hidden layer";
            case 1 -> "one hidden layer of " + hidden.get(0) + " on both sides";
            default -> "hidden layers of " + sizes() + ", in reverse in the decoder";
        };
    }

    /**
     * The settings in words.
     *
     * @return one line
     */
    public String describe() {
        return "Adam with a learning rate of " + learningRate + ", batches of " + batch
                + " frames, " + layers() + ", at most " + maxEpochs
                + " epochs, early stopping with a patience of " + patience
                + protocol.departures().entrySet().stream()
                        .map(e -> ", " + e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining());
    }
}
