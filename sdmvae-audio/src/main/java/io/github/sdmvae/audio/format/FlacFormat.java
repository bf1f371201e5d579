/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import io.github.sdmvae.audio.flac.FlacFileReader;
import java.io.IOException;
import java.io.InputStream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.UnsupportedAudioFileException;

/** FLAC by the project's own decoder: another one on the class path does not take its place. */
final class FlacFormat implements SoundFormat {
    @Override
    public boolean isFormatOf(Head head) {
        return head.startsWith("fLaC");
    }

    @Override
    public AudioInputStream open(InputStream in) throws UnsupportedAudioFileException, IOException {
        return new FlacFileReader().getAudioInputStream(in);
    }
}
