/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechFrames.Skipped;
import io.github.sdmvae.audio.SpeechOptions.Unreadable;
import io.github.sdmvae.file.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some recordings of a set, whose frames go into a cache file of their own: the piece of a corpus that one machine makes. It
 * can be sent there as JSON. The frames are those of {@link SpeechFolder#frames}, to the last bit.
 *
 * <p><b>Thread rule:</b> immutable; any number of shards may be built at once.
 */
public final class SpeechShard {
    private static final String MIX = "mix";
    private static final String UNDECIDED = "undecided";

    private final Path root;
    private final SpeechFrontEnd frontEnd;
    private final boolean trimmed;
    private final List<String> recordings;

    private SpeechShard(Path root, SpeechFrontEnd frontEnd, boolean trimmed, List<String> recordings) {
        this.root = root;
        this.frontEnd = frontEnd;
        this.trimmed = trimmed;
        this.recordings = List.copyOf(recordings);
        if (recordings.isEmpty()) {
            throw new IllegalArgumentException(root + ": a shard needs at least one recording");
        }
    }

    /**
     * What building gave.
     *
     * @param rows frames in the file, 0 if no recording could be used: there is no file, then
     * @param skipped recordings that could not be used, if the options say to go on without
     */
    public record Built(int rows, List<Skipped> skipped) {
        /**
         * Copies the list.
         *
         * @param rows frames in the file
         * @param skipped recordings that could not be used
         */
        public Built {
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * Cuts a set into shards of so many recordings each, in the order of their paths; the last one may have fewer.
     *
     * @param root folder of the set, as given to {@link SpeechFolder#open}
     * @param folder opened there
     * @param part which set; the test set is not trimmed
     * @param size recordings per shard, at least 1
     * @return the shards; empty if there are no recordings
     * @throws IllegalArgumentException if the size is out of range
     */
    public static List<SpeechShard> of(Path root, SpeechFolder folder, Part part, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a shard must have at least 1 recording, got " + size);
        }
        List<String> names = folder.files(part).stream()
                .map(file -> root.relativize(file).toString().replace(File.separatorChar, '/'))
                .toList();
        List<SpeechShard> shards = new ArrayList<>();
        for (int first = 0; first < names.size(); first += size) {
            List<String> group = names.subList(first, Math.min(names.size(), first + size));
            shards.add(new SpeechShard(root, folder.frontEnd(), part != Part.TEST, group));
        }
        return shards;
    }

    /**
     * The recordings.
     *
     * @return paths below the root, with {@code /}
     */
    public List<String> recordings() {
        return recordings;
    }

    /**
     * Values per row.
     *
     * @return bins of the transform
     */
    public int width() {
        return frontEnd.options().stft().bins();
    }

    /**
     * Builds the cache, unless it is there already and neither recordings nor options have changed since. Written aside and
     * renamed: it may be killed at any moment, and two may build the same file.
     *
     * @param file the cache; its folder must exist
     * @param threads to read recordings with, at least 1
     * @return what is in it
     * @throws IOException as {@link SpeechFolder#cached}
     */
    public Built build(Path file, int threads) throws IOException {
        List<Path> files = recordings.stream().map(root::resolve).toList();
        List<Path> read = new ArrayList<>();
        SpeechReader reader =
                new SpeechReader(frontEnd, trimmed, (done, total, recording) -> read.add(recording), threads);
        try {
            SpeechFrames frames = new SpeechCache(root, file, frontEnd, trimmed, files).openOrBuild(reader);
            return new Built(frames.size(), frames.skipped());
        } catch (IOException e) {
            if (frontEnd.options().unreadable() == Unreadable.SKIP && read.size() == files.size()) {
                List<Skipped> skipped = skippedOf(files);
                if (skipped != null) {
                    return new Built(0, skipped);
                }
            }
            throw e;
        }
    }

    /** Why none of the recordings can be used; null if one can, and something else went wrong. */
    private @Nullable List<Skipped> skippedOf(List<Path> files) {
        List<Skipped> skipped = new ArrayList<>();
        for (Path file : files) {
            try {
                frontEnd.power(file, trimmed);
                return null;
            } catch (IOException e) {
                skipped.add(new Skipped(file, String.valueOf(e.getMessage())));
            }
        }
        return skipped;
    }

    /**
     * The shard as JSON, for another machine that sees the same folder.
     *
     * @return for {@link #fromJson}
     */
    public String toJson() {
        SpeechOptions options = frontEnd.options();
        JsonObject json = new JsonObject();
        json.addProperty("root", root.toString());
        json.addProperty("trimmed", trimmed);
        json.addProperty("frontEnd", FrontEndJson.write(options));
        json.addProperty("channels", options.channels().toString());
        json.addProperty("unreadable", options.unreadable().name());
        JsonArray names = new JsonArray();
        recordings.forEach(names::add);
        json.add("recordings", names);
        return json.toString();
    }

    /**
     * Reads a shard.
     *
     * @param text as written by {@link #toJson}
     * @return an equal shard
     * @throws IllegalArgumentException saying what is wrong with the JSON
     */
    public static SpeechShard fromJson(String text) {
        JsonObject json;
        try {
            json = JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException("this is no shard: " + e.getMessage(), e);
        }
        SpeechOptions options = FrontEndJson.read(Json.string(json, "frontEnd"))
                .withChannels(channels(Json.string(json, "channels")))
                .withUnreadable(Unreadable.valueOf(Json.string(json, "unreadable")));
        return new SpeechShard(
                Path.of(Json.string(json, "root")),
                SpeechFrontEnd.of(options),
                Json.bool(json, "trimmed"),
                Json.strings(json, "recordings"));
    }

    private static Channels channels(String text) {
        return switch (text) {
            case UNDECIDED -> Channels.undecided();
            case MIX -> Channels.mix();
            default -> Channels.only(Integer.parseInt(text.replaceAll("[^0-9]", "")));
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpeechShard that && that.toJson().equals(toJson());
    }

    @Override
    public int hashCode() {
        return Objects.hash(root, recordings);
    }

    @Override
    public String toString() {
        return root + ": " + recordings.size() + " recordings from " + recordings.get(0);
    }
}
