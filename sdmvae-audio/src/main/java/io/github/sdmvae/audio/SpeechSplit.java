/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.audio.RecordingFinder.Found;
import io.github.sdmvae.audio.SpeechFolder.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Finds recordings and deals them out to the three sets. */
final class SpeechSplit {
    private SpeechSplit() {}

    static Map<Part, List<Path>> of(Path root, SpeechOptions options) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException(root + ": is not a folder; give the folder that holds the recordings");
        }
        Map<Part, List<Path>> parts =
                Files.isDirectory(root.resolve("train")) ? byFolder(root) : bySpeaker(root, options);
        if (parts.values().stream().allMatch(List::isEmpty)) {
            throw RecordingFinder.none(root);
        }
        return parts;
    }

    private static Map<Part, List<Path>> byFolder(Path root) throws IOException {
        Map<Part, Found> found = new EnumMap<>(Part.class);
        found.put(Part.TRAIN, set(root, "train"));
        found.put(Part.VALIDATION, set(root, "val", "validation"));
        found.put(Part.TEST, set(root, "test"));
        Map<Part, List<Path>> parts = new EnumMap<>(Part.class);
        found.forEach((part, of) -> parts.put(part, of.files()));
        if (found.values().stream().anyMatch(Found::linked)) {
            refuseRepeats(parts.values(), "sets");
        }
        return parts;
    }

    /** The first folder that is there under one of the names. */
    private static Found set(Path root, String... names) throws IOException {
        for (String name : names) {
            Path folder = root.resolve(name);
            if (Files.isDirectory(folder) || Files.isSymbolicLink(folder)) {
                return RecordingFinder.find(folder);
            }
        }
        return new Found(List.of(), false);
    }

    /** Links may lead to one recording from two groups: it would be trained on and tested with. */
    private static void refuseRepeats(Collection<List<Path>> groups, String what) throws IOException {
        Map<Path, Path> others = new HashMap<>();
        for (List<Path> group : groups) {
            Map<Path, Path> these = new HashMap<>();
            for (Path file : group) {
                Path real = Files.exists(file) ? file.toRealPath() : file;
                if (others.containsKey(real)) {
                    throw new IOException(file + ": is the same recording as " + others.get(real)
                            + ", a link puts it into two " + what + ": remove one of them");
                }
                these.put(real, file);
            }
            others.putAll(these);
        }
    }

    /** By speaker folder, so that no voice is in two sets; a folder without sub-folders by recording. */
    private static Map<Part, List<Path>> bySpeaker(Path root, SpeechOptions options) throws IOException {
        Found found = RecordingFinder.find(root);
        List<Path> recordings = found.files();
        boolean flat =
                recordings.stream().allMatch(file -> root.relativize(file).getNameCount() == 1);
        Map<String, List<Path>> groups = new TreeMap<>();
        for (Path file : recordings) {
            Path inside = root.relativize(file);
            if (inside.getNameCount() < 2 && !flat) {
                throw new IOException(
                        file + ": lies outside the folders of speakers; make sub-folders train, val and test,"
                                + " or one for each speaker");
            }
            groups.computeIfAbsent(inside.getName(0).toString(), s -> new ArrayList<>())
                    .add(file);
        }
        if (found.linked()) {
            refuseRepeats(groups.values(), flat ? "places" : "speakers' folders");
        }
        return groups.isEmpty() ? Map.of() : deal(root, groups, options, flat ? "recordings" : "speaker folders");
    }

    private static Map<Part, List<Path>> deal(
            Path root, Map<String, List<Path>> speakers, SpeechOptions options, String what) throws IOException {
        int validation = share(options.validation(), speakers.size());
        int test = share(options.test(), speakers.size());
        if (validation + test >= speakers.size()) {
            throw new IOException(root + ": has " + speakers.size() + " " + what + ", too few to set " + validation
                    + " apart for validation and " + test + " for the test: add some or change the split");
        }
        List<String> names = new ArrayList<>(speakers.keySet());
        Collections.shuffle(names, new Random(options.seed()));
        Map<Part, List<Path>> parts = new EnumMap<>(Part.class);
        parts.put(Part.VALIDATION, files(speakers, names.subList(0, validation)));
        parts.put(Part.TEST, files(speakers, names.subList(validation, validation + test)));
        parts.put(Part.TRAIN, files(speakers, names.subList(validation + test, names.size())));
        return parts;
    }

    /** A part that is wanted gets at least one speaker. */
    private static int share(double part, int speakers) {
        return part == 0 ? 0 : Math.max(1, (int) Math.round(part * speakers));
    }

    private static List<Path> files(Map<String, List<Path>> speakers, List<String> names) {
        return names.stream().map(speakers::get).flatMap(List::stream).sorted().toList();
    }
}
