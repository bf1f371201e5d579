/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * NIST SPHERE, the format of TIMIT and other corpora: a header of text, then samples of 16 bits, µ-law or A-law. Files
 * compressed by Shorten are refused by name.
 */
final class SphereFormat implements SoundFormat {
    private static final String MARKER = "NIST_1A\n";
    /** The marker and a line with the header's size. */
    private static final int PREAMBLE = 16;

    private static final int MAX_HEADER = 1 << 20;
    private static final String DECODE = "decode it with \"sph2pipe -f wav in.sph out.wav\"";

    @Override
    public boolean isFormatOf(Head head) {
        return head.startsWith(MARKER);
    }

    @Override
    public AudioInputStream open(InputStream in) throws UnsupportedAudioFileException, IOException {
        Map<String, String> fields = fields(header(in));
        String coding = fields.getOrDefault("sample_coding", "pcm");
        if (coding.contains(",")) {
            throw ForeignFormat.refusal("a SPHERE file compressed as " + coding, DECODE);
        }
        AudioFormat format = format(fields, coding);
        String count = fields.get("sample_count");
        long frames = count == null ? AudioSystem.NOT_SPECIFIED : number(fields, "sample_count");
        return new AudioInputStream(in, format, frames);
    }

    private static String header(InputStream in) throws IOException {
        String preamble = text(in, PREAMBLE);
        int size;
        try {
            size = Integer.parseInt(preamble.substring(MARKER.length()).strip());
        } catch (NumberFormatException e) {
            throw new IOException("the SPHERE file is damaged: its second line must be the size of its header", e);
        }
        if (size < PREAMBLE || size > MAX_HEADER) {
            throw new IOException("the SPHERE file is damaged: a header of " + size + " bytes is not plausible");
        }
        return text(in, size - PREAMBLE);
    }

    private static String text(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the SPHERE file is truncated: it ends inside its header");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Lines of name, type and value, up to {@code end_head}; the rest is padding. */
    private static Map<String, String> fields(String header) {
        Map<String, String> fields = new HashMap<>();
        for (String line : header.split("\n", -1)) {
            if (line.strip().equals("end_head")) {
                break;
            }
            String[] words = line.strip().split("\\s+", 3);
            if (words.length == 3) {
                fields.put(words[0], words[2]);
            }
        }
        return fields;
    }

    private static AudioFormat format(Map<String, String> fields, String coding)
            throws UnsupportedAudioFileException, IOException {
        Encoding encoding = switch (coding) {
            case "pcm" -> Encoding.PCM_SIGNED;
            case "ulaw", "mu-law" -> Encoding.ULAW;
            case "alaw", "a-law" -> Encoding.ALAW;
            default -> throw ForeignFormat.refusal("a SPHERE file coded as " + coding, DECODE);
        };
        int bytes = encoding.equals(Encoding.PCM_SIGNED) ? 2 : 1;
        if (fields.containsKey("sample_n_bytes") && number(fields, "sample_n_bytes") != bytes) {
            throw ForeignFormat.refusal(
                    "a SPHERE file of " + fields.get("sample_n_bytes") + " bytes a sample coded as " + coding, DECODE);
        }
        int channels = fields.containsKey("channel_count") ? number(fields, "channel_count") : 1;
        int rate = number(fields, "sample_rate");
        if (channels == 0) {
            throw new IOException("the SPHERE file says it has 0 channels: its header is damaged");
        }
        boolean bigEndian = bytes == 2 && isBigEndian(fields);
        return new AudioFormat(encoding, rate, 8 * bytes, channels, bytes * channels, rate, bigEndian);
    }

    private static boolean isBigEndian(Map<String, String> fields) throws IOException {
        String order = fields.getOrDefault("sample_byte_format", "");
        if (!order.equals("01") && !order.equals("10")) {
            throw new IOException(
                    "the SPHERE file must say the order of its bytes (sample_byte_format 01 or 10), it says '" + order
                            + "'");
        }
        return order.equals("10");
    }

    private static int number(Map<String, String> fields, String name) throws IOException {
        String value = fields.getOrDefault(name, "");
        try {
            int number = Integer.parseInt(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a negative number.
        }
        throw new IOException("the SPHERE file's " + name + " must be a whole number from 0 on, it is '" + value + "'");
    }
}
