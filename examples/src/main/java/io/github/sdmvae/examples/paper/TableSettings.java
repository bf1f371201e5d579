/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
 */
record TableSettings(int maxEpochs, int patience, double learningRate, int batch, List<Integer> hidden, int testLimit) {

    TableSettings {
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
        return new TableSettings(maxEpochs, patience, rate, batch, hidden, testLimit);
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
        all.put("front end", speech.frontEnd().options().toString());
        for (Part part : Part.values()) {
            all.put("data (" + part.name().toLowerCase(java.util.Locale.ROOT) + ")", contents(speech, part));
        }
        return all;
    }

    private static String contents(SpeechFolder speech, Part part) throws IOException {
        MessageDigest digest = sha256();
        for (Path file : speech.files(part)) {
            digest.update(String.valueOf(file.getFileName()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            update(digest, file);
        }
        return speech.files(part).size() + " recordings, SHA-256 "
                + HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** A checksum of a file's contents. */
    static String checksum(Path file) throws IOException {
        MessageDigest digest = sha256();
        update(digest, file);
        return "SHA-256 " + HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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

    String describe() {
        return "Adam with a learning rate of " + learningRate + ", batches of " + batch
                + " frames, " + layers() + ", at most " + maxEpochs
                + " epochs, early stopping with a patience of " + patience;
    }
}
