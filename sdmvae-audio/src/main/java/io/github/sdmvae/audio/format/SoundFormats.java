/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import static io.github.sdmvae.audio.format.ForeignFormat.other;
import static io.github.sdmvae.audio.format.ForeignFormat.sound;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** All formats, in the order in which they are asked. Safe for use from several threads. */
public final class SoundFormats {
    /** How far a reader may go before it leaves the file to another decoder. */
    private static final int LOOK_AHEAD = 1 << 16;

    private static final int ID3_HEADER = 10;
    private static final String UNPACK = "unpack it first";
    private static final String NO_SOUND = "give a sound file, WAV or FLAC for instance";

    private static final List<SoundFormat> READ = List.of(
            new Undecodable(), //
            new FlacFormat(),
            new WavFormat(),
            new SphereFormat(),
            new JavaSoundFormat());

    private static final List<SoundFormat> FOREIGN = List.of(
            sound("an Ogg Opus file", head -> head.startsWith("OggS") && head.has(28, "OpusHead")),
            sound("an Ogg Vorbis file", head -> head.startsWith("OggS") && head.has(28, "\u0001vorbis")),
            sound("an Ogg FLAC file", head -> head.startsWith("OggS") && head.has(28, "\u007fFLAC")),
            sound("an Ogg Speex file", head -> head.startsWith("OggS") && head.has(28, "Speex")),
            sound("an Ogg file", "OggS"),
            sound("an AAC file (ADTS)", head -> head.at(0) == 0xff && (head.at(1) & 0xf6) == 0xf0),
            sound("an MP3 file", SoundFormats::isMpeg),
            sound("an M4A, MP4 or MOV file (AAC or ALAC as a rule)", head -> head.has(4, "ftyp")),
            sound("a WMA or ASF file", "0&\u00b2u\u008ef\u00cf\u0011"),
            sound("an AMR file", "#!AMR"),
            sound("a Matroska or WebM file", "\u001aE\u00df\u00a3"),
            sound("a Core Audio file (CAF)", "caff"),
            sound("a Wave64 file (W64)", "riff"),
            sound("an AVI film", head -> head.startsWith("RIFF") && head.has(8, "AVI ")),
            sound("a big-endian WAV file (RIFX)", "RIFX"),
            sound("a Shorten file", "ajkg"),
            sound("a Monkey's Audio file", "MAC "),
            sound("a WavPack file", "wvpk"),
            sound("a True Audio file", "TTA1"),
            sound("a Musepack file", head -> head.startsWith("MPCK") || head.startsWith("MP+")),
            sound("a DSD file", head -> head.startsWith("DSD ") || head.startsWith("FRM8")),
            other("a Git LFS pointer, not the recording", "version https://git-lfs", "run \"git lfs pull\""),
            other("a ZIP archive", "PK\u0003\u0004", UNPACK),
            other("a gzip archive", "\u001f\u008b", UNPACK),
            other("a bzip2 archive", "BZh", UNPACK),
            other("an xz archive", "\u00fd7zXZ", UNPACK),
            other("a 7-Zip archive", "7z\u00bc\u00af", UNPACK),
            other("a RAR archive", "Rar!", UNPACK),
            other("a NumPy array", "\u0093NUMPY", "read it with NumPy and write it as WAV"),
            other("an HDF5 file (MATLAB's, too)", "\u0089HDF", "write its samples as WAV"),
            other("a PDF document", "%PDF", NO_SOUND),
            other("a picture", "\u0089PNG", NO_SOUND),
            other("a picture", "\u00ff\u00d8\u00ff", NO_SOUND),
            new ForeignFormat("a text file", Head::isText, NO_SOUND));

    private SoundFormats() {}

    /**
     * Opens a sound file of any format that is read here (WAV with RF64 and BW64, FLAC, NIST SPHERE, AIFF, AU) or by a
     * decoder on {@code javax.sound}'s path. ID3 tags before the sound are skipped.
     *
     * @param in at the file's first byte, with mark and reset, as {@link java.io.BufferedInputStream}; closed with the result
     * @return its samples as PCM; the length is {@link AudioSystem#NOT_SPECIFIED} where the file does not say it
     * @throws UnsupportedAudioFileException if nobody reads it; the message names what was found and what to do
     * @throws IOException if it cannot be read, is damaged or holds no header
     */
    public static AudioInputStream open(InputStream in) throws UnsupportedAudioFileException, IOException {
        Head head = afterTags(in);
        SoundFormat format = find(head);
        in.mark(LOOK_AHEAD);
        try {
            return asPcm(format.open(in));
        } catch (UnsupportedAudioFileException refused) {
            return byOthers(in, refused);
        }
    }

    private static SoundFormat find(Head head) {
        for (SoundFormat format : READ) {
            if (format.isFormatOf(head)) {
                return format;
            }
        }
        for (SoundFormat format : FOREIGN) {
            if (format.isFormatOf(head)) {
                return format;
            }
        }
        String what = head.isTagged() ? "an ID3 tag before something unknown" : "in no format that is known here";
        return sound(what + " (it begins with " + head + ")", all -> true);
    }

    private static Head afterTags(InputStream in) throws IOException {
        Head head = Head.of(in, false);
        while (head.startsWith("ID3") && head.length() > ID3_HEADER) {
            try {
                in.skipNBytes(ID3_HEADER + id3Size(head) + (head.at(5) & 0x10) / 0x10 * ID3_HEADER);
            } catch (EOFException e) {
                throw new EOFException("the file ends inside its ID3 tag: it is truncated");
            }
            head = Head.of(in, true);
        }
        return head;
    }

    /** Four groups of seven bits (ID3 version 2.3, 3.1); the tag may have a footer like its header. */
    private static int id3Size(Head head) {
        int size = 0;
        for (int i = 6; i < ID3_HEADER; i++) {
            size = (size << 7) | (head.at(i) & 0x7f);
        }
        return size;
    }

    /** The start of an MPEG frame of any layer (ISO 11172-3, 2.4.2.3) without a value that is forbidden. */
    private static boolean isMpeg(Head head) {
        int second = head.at(1);
        return head.at(0) == 0xff
                && (second & 0xe0) == 0xe0
                && (second & 0x18) != 0x08
                && (second & 0x06) != 0
                && (head.at(2) & 0xf0) != 0xf0
                && (head.at(2) & 0x0c) != 0x0c;
    }

    private static AudioInputStream asPcm(AudioInputStream audio) throws UnsupportedAudioFileException {
        AudioFormat format = audio.getFormat();
        Encoding encoding = format.getEncoding();
        if (encoding.equals(Encoding.PCM_SIGNED)
                || encoding.equals(Encoding.PCM_UNSIGNED)
                || encoding.equals(Encoding.PCM_FLOAT)) {
            return audio;
        }
        int channels = format.getChannels();
        float rate = format.getSampleRate();
        try {
            return AudioSystem.getAudioInputStream(
                    new AudioFormat(Encoding.PCM_SIGNED, rate, 16, channels, 2 * channels, rate, false), audio);
        } catch (IllegalArgumentException e) {
            throw ForeignFormat.refusal("coded as " + encoding + ", which nothing here decodes", ForeignFormat.CONVERT);
        }
    }

    /** What decoders say of a compressed file's length may be an estimate: it is read to its end. */
    private static AudioInputStream byOthers(InputStream in, UnsupportedAudioFileException refused)
            throws UnsupportedAudioFileException {
        try {
            in.reset();
            AudioInputStream pcm = asPcm(AudioSystem.getAudioInputStream(in));
            return new AudioInputStream(pcm, pcm.getFormat(), AudioSystem.NOT_SPECIFIED);
        } catch (UnsupportedAudioFileException | IOException | RuntimeException e) {
            refused.addSuppressed(e);
            throw refused;
        }
    }
}
