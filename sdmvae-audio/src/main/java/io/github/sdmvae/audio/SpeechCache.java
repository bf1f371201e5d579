/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.audio.SpeechFrames.Skipped;
import io.github.sdmvae.audio.SpeechFrames.Utterance;
import io.github.sdmvae.data.CacheKey;
import io.github.sdmvae.data.FrameCache;
import io.github.sdmvae.data.FrameCacheWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The frames of a set of recordings in a {@link FrameCache}. */
final class SpeechCache {
    /** Part of every key: to be raised when the same recordings and options give other frames than before. */
    private static final String FRONT_END_VERSION = "2";

    private final Path root;
    private final Path file;
    private final SpeechFrontEnd frontEnd;
    private final boolean trimmed;
    private final List<Path> recordings;

    SpeechCache(Path root, Path file, SpeechFrontEnd frontEnd, boolean trimmed, List<Path> recordings) {
        this.root = root;
        this.file = file;
        this.frontEnd = frontEnd;
        this.trimmed = trimmed;
        this.recordings = recordings;
    }

    SpeechFrames open() throws IOException {
        return frames(FrameCache.open(file, key()));
    }

    SpeechFrames openOrBuild(SpeechFolder.Progress progress) throws IOException {
        return openOrBuild(new SpeechReader(frontEnd, trimmed, progress));
    }

    SpeechFrames openOrBuild(SpeechReader reader) throws IOException {
        return frames(FrameCache.openOrBuild(
                file, key(), frontEnd.options().stft().bins(), writer -> reader.read(recordings, target(writer))));
    }

    private SpeechReader.Target target(FrameCacheWriter writer) {
        return new SpeechReader.Target() {
            @Override
            public void use(Path recording, float[] power) throws IOException {
                writer.write(name(recording), power);
            }

            @Override
            public void skip(Skipped skipped) {
                writer.skip(name(skipped.file()), skipped.reason());
            }
        };
    }

    /** The split is not in it: its result, the list of recordings, is. */
    private CacheKey key() throws IOException {
        SpeechOptions options = frontEnd.options();
        Map<String, String> settings = new TreeMap<>();
        settings.put("front end version", FRONT_END_VERSION);
        settings.put("sample rate", options.sampleRate() + " Hz");
        settings.put("trim", trimmed ? options.trim() + " dB" : "none");
        settings.put("window", options.stft().window().identity());
        settings.put("hop", String.valueOf(options.stft().hop()));
        settings.put("padding", String.valueOf(options.stft().padding()));
        settings.put("channels", options.channels().toString());
        settings.put("unreadable", String.valueOf(options.unreadable()));
        Map<String, String> inputs = new TreeMap<>();
        for (Path recording : recordings) {
            // A link may lead nowhere; whether that is an error, the options say.
            inputs.put(name(recording), Files.exists(recording) ? CacheKey.stamp(recording) : "missing");
        }
        return CacheKey.of(settings, inputs);
    }

    /** Relative, so that the folder may move, and the same on every system. */
    private String name(Path recording) {
        return root.relativize(recording).toString().replace(File.separatorChar, '/');
    }

    private SpeechFrames frames(FrameCache cache) {
        List<Utterance> utterances = cache.contents().stream()
                .filter(FrameCache.Content::isUsed)
                .map(c -> new Utterance(root.resolve(c.name()), c.firstRow(), c.rows()))
                .toList();
        List<Skipped> skipped = cache.contents().stream()
                .filter(c -> !c.isUsed())
                .map(c -> new Skipped(root.resolve(c.name()), c.skipped()))
                .toList();
        return new SpeechFrames(cache, utterances, skipped);
    }
}
