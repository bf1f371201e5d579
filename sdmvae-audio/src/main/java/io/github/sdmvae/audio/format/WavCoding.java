/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * A WAV file's chunk {@code fmt}: how its samples are coded.
 *
 * @param tag the format tag, of the sub-format where the file has one
 * @param channels as the file says
 * @param rate in Hz, likewise
 * @param frame bytes of a frame of all channels
 * @param bits of a sample
 */
record WavCoding(int tag, int channels, long rate, int frame, int bits) {
    private static final int PLAIN_BYTES = 16;
    private static final int EXTENSIBLE = 0xfffe;
    private static final int EXTENSIBLE_BYTES = 40;
    private static final int SUBFORMAT = 24;
    private static final String SUBFORMAT_TAIL = "000000001000800000aa00389b71";

    private static final int PCM = 1;
    private static final Map<Integer, Encoding> ENCODINGS =
            Map.of(3, Encoding.PCM_FLOAT, 6, Encoding.ALAW, 7, Encoding.ULAW);
    private static final Map<Integer, String> FOREIGN = Map.of(
            0x02,
            "Microsoft ADPCM",
            0x11,
            "IMA ADPCM",
            0x31,
            "GSM 6.10",
            0x50,
            "MP2",
            0x55,
            "MP3",
            0x64,
            "G.726",
            0x160,
            "WMA",
            0x161,
            "WMA",
            0xff,
            "AAC",
            0x2000,
            "AC-3");

    static WavCoding of(ByteBuffer chunk) throws UnsupportedAudioFileException, IOException {
        if (chunk.capacity() < PLAIN_BYTES) {
            throw new IOException("the WAV file is damaged: its chunk 'fmt ' has " + chunk.capacity()
                    + " bytes, at least " + PLAIN_BYTES + " are needed");
        }
        int tag = chunk.getShort(0) & 0xffff;
        return new WavCoding(
                tag == EXTENSIBLE ? subformat(chunk) : tag,
                chunk.getShort(2) & 0xffff,
                chunk.getInt(4) & 0xffffffffL,
                chunk.getShort(12) & 0xffff,
                chunk.getShort(14) & 0xffff);
    }

    private static int subformat(ByteBuffer chunk) throws UnsupportedAudioFileException, IOException {
        if (chunk.capacity() < EXTENSIBLE_BYTES) {
            throw new IOException("the WAV file is damaged: its chunk 'fmt ' has " + chunk.capacity()
                    + " bytes, its format tag 0xfffe needs " + EXTENSIBLE_BYTES);
        }
        byte[] bytes = new byte[EXTENSIBLE_BYTES - SUBFORMAT];
        chunk.get(SUBFORMAT, bytes);
        String guid = HexFormat.of().formatHex(bytes);
        if (!guid.endsWith(SUBFORMAT_TAIL)) {
            throw ForeignFormat.refusal("a WAV file of the sub-format " + guid, ForeignFormat.CONVERT);
        }
        return chunk.getShort(SUBFORMAT) & 0xffff;
    }

    AudioFormat toFormat() throws UnsupportedAudioFileException, IOException {
        Encoding encoding = encoding();
        if (channels == 0) {
            throw new IOException("the WAV file says it has 0 channels: its header is damaged");
        }
        int bytes = frame / channels;
        // Java's decoder of the two laws never ends on other sizes.
        boolean law = encoding.equals(Encoding.ALAW) || encoding.equals(Encoding.ULAW);
        boolean fits = law ? bits == 8 && bytes == 1 : bits > 0 && 8 * bytes >= bits;
        if (!fits || frame % channels != 0) {
            throw new IOException("the WAV file contradicts itself: frames of " + frame + " bytes for " + channels
                    + " channels of " + bits + " bits; convert the file or repair its header");
        }
        return new AudioFormat(encoding, rate, bits, channels, frame, rate, false);
    }

    private Encoding encoding() throws UnsupportedAudioFileException {
        if (tag == PCM) {
            return bits <= 8 ? Encoding.PCM_UNSIGNED : Encoding.PCM_SIGNED;
        }
        Encoding encoding = ENCODINGS.get(tag);
        if (encoding == null) {
            String what = FOREIGN.getOrDefault(tag, "something unknown");
            throw ForeignFormat.refusal(
                    "a WAV file that holds " + what + " (format tag 0x" + Integer.toHexString(tag) + ")",
                    ForeignFormat.CONVERT);
        }
        return encoding;
    }
}
