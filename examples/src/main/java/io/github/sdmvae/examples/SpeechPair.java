/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * An original and a degraded recording.
 *
 * @param ref the original as the user named it
 * @param deg the degraded as the user named it
 * @param refFile where the original lies
 * @param degFile where the degraded lies
 */
record SpeechPair(String ref, String deg, Path refFile, Path degFile) {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    static SpeechPair of(Path ref, Path deg) {
        return new SpeechPair(ref.toString(), deg.toString(), ref, deg);
    }

    /**
     * Reads a list of pairs. A byte order mark, as spreadsheets write it, and rows without any text are skipped.
     *
     * @param csv a file with the columns ref and deg
     * @param root what the paths are relative to; null for the file's folder
     * @return the pairs in the file's order, at least one
     * @throws IOException if it cannot be read, lacks a column or a value, or holds no pair
     */
    static List<SpeechPair> read(Path csv, @Nullable Path root) throws IOException {
        Path folder = root == null ? csv.resolveSibling("") : root;
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader text = text(csv);
                CSVParser parser = CSVParser.parse(text, format)) {
            requireColumns(csv, parser.getHeaderNames());
            List<SpeechPair> pairs = new ArrayList<>();
            for (CSVRecord row : parser) {
                if (!row.stream().allMatch(String::isBlank)) {
                    pairs.add(pair(csv, folder, row));
                }
            }
            if (pairs.isEmpty()) {
                throw new IOException(csv + ": holds no pair, only the names of its columns");
            }
            return pairs;
        } catch (IllegalArgumentException | java.io.UncheckedIOException | CSVException e) {
            throw new IOException(csv + ": cannot be read as CSV: " + e.getMessage(), e);
        }
    }

    private static void requireColumns(Path csv, List<String> names) throws IOException {
        for (String column : List.of("ref", "deg")) {
            if (!names.contains(column)) {
                throw new IOException(csv + ": has no column '" + column + "', only " + names);
            }
        }
    }

    private static Reader text(Path csv) throws IOException {
        PushbackReader text = new PushbackReader(
                new BufferedReader(new InputStreamReader(Files.newInputStream(csv), StandardCharsets.UTF_8)));
        int first = text.read();
        if (first != BYTE_ORDER_MARK && first >= 0) {
            text.unread(first);
        }
        return text;
    }

    private static SpeechPair pair(Path csv, Path folder, CSVRecord row) throws IOException {
        if (!row.isSet("ref") || !row.isSet("deg")) {
            throw new IOException(csv + ": row " + row.getRecordNumber() + " has no value for ref or deg");
        }
        String ref = row.get("ref");
        String deg = row.get("deg");
        return new SpeechPair(ref, deg, folder.resolve(ref), folder.resolve(deg));
    }
}
