/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a {@link FrameCache} was made of: a cache is used only where its key is equal to that of the data at hand. It is
 * kept in full rather than as a hash, so that a refusal can say what has changed. Immutable.
 *
 * @param settings everything that decides how inputs become rows, by name
 * @param inputs a stamp for each input by name (for files: path relative to the data's folder with {@code /}); a stamp
 *     must differ when the content does
 */
public record CacheKey(SortedMap<String, String> settings, SortedMap<String, String> inputs) {
    private static final int NAMES_SHOWN = 3;

    /**
     * Copies both maps.
     *
     * @param settings how inputs become rows
     * @param inputs stamps by name
     */
    public CacheKey {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    }

    /**
     * A key from maps of any order.
     *
     * @param settings how inputs become rows
     * @param inputs stamps by name; may be empty
     * @return the key
     */
    public static CacheKey of(Map<String, String> settings, Map<String, String> inputs) {
        return new CacheKey(new TreeMap<>(settings), new TreeMap<>(inputs));
    }

    /**
     * The stamp of a file: its size and the time of its last modification. Hashing contents instead would read the whole
     * corpus each time a cache is opened; this way, a copy of the data that does not keep the times makes a cache stale,
     * and a change that keeps both size and time goes unnoticed.
     *
     * @param file a file
     * @return the stamp
     * @throws IOException if the file does not exist or cannot be asked
     */
    public static String stamp(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.size() + " bytes of " + attributes.lastModifiedTime();
    }

    /**
     * A short name for the key, for provenance and logs.
     *
     * @return 16 hexadecimal digits; equal keys have equal ones, and different keys different ones but by accident
     */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            addTo(digest, settings);
            addTo(digest, inputs);
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /** Sizes and lengths go in too: no two different maps give the same bytes. */
    private static void addTo(MessageDigest digest, SortedMap<String, String> map) {
        StringBuilder text = new StringBuilder().append(map.size()).append('\n');
        map.forEach((name, value) -> text.append(name.length())
                .append(' ')
                .append(value.length())
                .append(' ')
                .append(name)
                .append(value)
                .append('\n'));
        digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What has changed since an earlier key.
     *
     * @param earlier the key to compare with
     * @return one phrase per setting and kind of change, for instance {@code "hop was 256 and is 128"} or {@code "2 inputs
     *     added (a.wav, b.wav)"}; empty if the keys are equal
     */
    public List<String> changesSince(CacheKey earlier) {
        List<String> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(settings.keySet());
        names.addAll(earlier.settings.keySet());
        for (String name : names) {
            String was = earlier.settings.getOrDefault(name, "not set");
            String is = settings.getOrDefault(name, "not set");
            if (!was.equals(is)) {
                changes.add(name + " was " + was + " and is " + is);
            }
        }
        addInputs(changes, "added", without(inputs, earlier.inputs));
        addInputs(changes, "removed", without(earlier.inputs, inputs));
        addInputs(
                changes,
                "changed",
                inputs.keySet().stream()
                        .filter(name -> earlier.inputs.containsKey(name)
                                && !earlier.inputs.get(name).equals(inputs.get(name)))
                        .toList());
        return changes;
    }

    private static List<String> without(SortedMap<String, String> all, SortedMap<String, String> known) {
        return all.keySet().stream().filter(name -> !known.containsKey(name)).toList();
    }

    private static void addInputs(List<String> changes, String what, List<String> names) {
        if (!names.isEmpty()) {
            String some = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
            String rest = names.size() > NAMES_SHOWN ? ", …" : "";
            changes.add(names.size() + (names.size() == 1 ? " input " : " inputs ") + what + " (" + some + rest + ")");
        }
    }
}
