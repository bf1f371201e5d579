/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.Started;
import io.github.sdmvae.examples.output.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A table of two small rows with two seeds on a few seconds of made-up speech.
 *
 * @param speech the recordings
 * @param out the table's folder
 */
record TinyTable(Path speech, Path out) {

    /** The command line; an option that is given here, too, replaces the usual one. */
    List<String> arguments(Object... more) {
        List<String> words = new ArrayList<>(List.of("PaperTable"));
        List<String> given = Stream.of(more).map(Object::toString).toList();
        String usual = "--rows vae,sdm-dct32 --m 4 --seeds 1,2 --hidden 8 --batch 16 --learning-rate 1e-3"
                + " --utterances 1 --checkpoint-seconds 0.02 --progress lines";
        List<String> defaults = new ArrayList<>(List.of(usual.split(" ")));
        defaults.addAll(List.of("--data", speech.toString(), "--out", out.toString()));
        for (int i = 0; i < defaults.size(); i += 2) {
            if (!given.contains(defaults.get(i))) {
                words.addAll(defaults.subList(i, i + 2));
            }
        }
        words.addAll(given);
        return words;
    }

    Started run(Object... more) {
        return Started.with(arguments(more).toArray());
    }

    /** Every file that promises to be the same in every run: the tables and the page with its sound and pictures. */
    Map<String, String> promised() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = out.relativize(file).toString();
                boolean changes = name.startsWith("runs/") || name.equals(".lock");
                if (!changes) {
                    contents.put(name, Checksum.of(file));
                }
            }
        }
        return contents;
    }
}
