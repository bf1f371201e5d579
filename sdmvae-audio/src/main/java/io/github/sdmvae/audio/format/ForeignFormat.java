/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import java.io.InputStream;
import java.util.function.Predicate;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * A format that is known but not read here.
 *
 * @param name with its article, for "is …"
 * @param test of the first bytes
 * @param wayOut what the user can do
 */
record ForeignFormat(String name, Predicate<Head> test, String wayOut) implements SoundFormat {
    static final String CONVERT = "convert it to WAV or FLAC, for instance with \"ffmpeg -i in out.wav\","
            + " or put a decoder of it for javax.sound on the class path";

    /** A sound format that any converter knows. */
    static ForeignFormat sound(String name, Predicate<Head> test) {
        return new ForeignFormat(name, test, CONVERT);
    }

    static ForeignFormat sound(String name, String start) {
        return sound(name, head -> head.startsWith(start));
    }

    static ForeignFormat other(String name, String start, String wayOut) {
        return new ForeignFormat(name, head -> head.startsWith(start), wayOut);
    }

    static UnsupportedAudioFileException refusal(String what, String wayOut) {
        return new UnsupportedAudioFileException("is " + what + ": " + wayOut);
    }

    @Override
    public boolean isFormatOf(Head head) {
        return test.test(head);
    }

    @Override
    public AudioInputStream open(InputStream in) throws UnsupportedAudioFileException {
        throw refusal(name, wayOut);
    }
}
