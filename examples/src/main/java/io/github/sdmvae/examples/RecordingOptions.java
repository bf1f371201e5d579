/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.Channels;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechFrames;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.SpeechOptions.Unreadable;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How recordings are read: options that several examples share. */
public final class RecordingOptions {
    @Option(
            names = "--channel",
            paramLabel = "N|mix",
            description =
                    "Which channel of a stereo recording, from 0, or the mean of all. Default: refuse such files.")
    private @Nullable String channel;

    @Option(names = "--skip-unreadable", description = "Leave out recordings that cannot be used instead of stopping.")
    private boolean skip;

    /**
     * What the options ask for.
     *
     * @return options of the front end
     */
    public SpeechOptions toSpeechOptions() {
        SpeechOptions options = SpeechOptions.defaults().withChannels(channels());
        return skip ? options.withUnreadable(Unreadable.SKIP) : options;
    }

    private Channels channels() {
        if (channel == null) {
            return Channels.undecided("choose one with --channel N, or their mean with --channel mix");
        }
        if (channel.equalsIgnoreCase("mix")) {
            return Channels.mix();
        }
        try {
            return Channels.only(Integer.parseInt(channel));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--channel must be a number from 0 or mix, got " + channel, e);
        }
    }

    /**
     * Reads a set and says which recordings were left out.
     *
     * @param folder where
     * @param part which set
     * @param log told about what was left out
     * @return its frames
     * @throws IOException if it cannot be read
     */
    public static SpeechFrames read(SpeechFolder folder, Part part, PrintWriter log) throws IOException {
        SpeechFrames frames = folder.frames(part);
        frames.skipped().forEach(left -> log.println("left out: " + left.reason()));
        log.flush();
        return frames;
    }
}
