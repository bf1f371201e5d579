/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import io.github.sdmvae.audio.Channels;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechFrames;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.SpeechOptions.Unreadable;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

    /**
     * Reads a speech model. Of an older file, which does not know its front end, it is the paper's, at 16 kHz.
     *
     * @param file the model
     * @return the model, whose front end reads recordings as these options say
     * @throws IOException naming the file, if it cannot be read, or is no model of speech
     */
    public SpeechModel loadModel(Path file) throws IOException {
        Vae vae = Vae.load(file);
        try {
            SpeechFrontEnd frontEnd =
                    SpeechModel.frontEndOf(vae).orElseGet(() -> SpeechFrontEnd.of(SpeechOptions.defaults()));
            return SpeechModel.of(vae, frontEnd.withChannels(channels()));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * What to do with recordings of several channels.
     *
     * @return as the options say; without a word such recordings are refused
     */
    public Channels channels() {
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
