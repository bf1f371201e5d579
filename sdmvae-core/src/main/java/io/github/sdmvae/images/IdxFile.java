/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.images;

import io.github.sdmvae.data.Frames;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Reads IDX files of unsigned bytes, the format of MNIST (LeCun, Cortes and Burges) and Fashion-MNIST, packed by gzip or
 * not, whatever their name.
 *
 * <p>Damaged files end in an {@link IOException} that names the file. A header cannot claim more memory than the file
 * can hold: at most its length, or when packed at most what gzip can pack into its length.
 *
 * <p><b>Thread rule:</b> all methods may be called from several threads at once.
 */
public final class IdxFile {
    private static final int IMAGES = 0x00000803;
    private static final int LABELS = 0x00000801;
    /** The most bytes that deflate makes of one. */
    private static final long MAX_RATIO = 1032;

    private IdxFile() {}

    /**
     * Reads images with their labels.
     *
     * @param images file of images
     * @param labels file of as many labels
     * @return the images, one plane each, scaled to 0 … 1
     * @throws IOException naming the file, if one cannot be read, is damaged, or their counts differ
     */
    public static LabelledImages read(Path images, Path labels) throws IOException {
        int[] classes = readLabels(labels);
        Content content = readContent(images, IMAGES);
        if (content.sizes()[0] != classes.length) {
            throw new IOException(images + " holds " + content.sizes()[0] + " images, but " + labels + " holds "
                    + classes.length + " labels");
        }
        return LabelledImages.of(toFrames(images, content), classes, content.sizes()[1], content.sizes()[2]);
    }

    /**
     * Reads images without labels.
     *
     * @param images file of images
     * @return one image per row, row by row from the top, scaled to 0 … 1 (byte / 255)
     * @throws IOException naming the file, if it cannot be read, is damaged or holds something else
     */
    public static Frames readImages(Path images) throws IOException {
        return toFrames(images, readContent(images, IMAGES));
    }

    /**
     * Reads labels.
     *
     * @param labels file of labels
     * @return one label per data point, 0 to 255
     * @throws IOException naming the file, if it cannot be read, is damaged or holds something else
     */
    public static int[] readLabels(Path labels) throws IOException {
        byte[] bytes = readContent(labels, LABELS).bytes();
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return values;
    }

    /** Dimensions and values of a file. */
    @SuppressWarnings("ArrayRecordComponent") // internal: never compared
    private record Content(int[] sizes, byte[] bytes) {}

    private static Frames toFrames(Path file, Content content) {
        int width = content.sizes()[1] * content.sizes()[2];
        float[] values = new float[content.bytes().length];
        Pixels.scale(content.bytes(), 0, values, 0, values.length);
        return Frames.wrap(values, width, file.getFileName() + " " + Arrays.toString(content.sizes()));
    }

    private static Content readContent(Path file, int magic) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            long limit = Files.size(file);
            raw.mark(2);
            boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return packed
                    ? readContent(new GZIPInputStream(raw), magic, limit * MAX_RATIO)
                    : readContent(raw, magic, limit);
        } catch (FileSystemException e) {
            throw e;
        } catch (EOFException e) {
            throw new IOException(file + ": the IDX file is truncated" + detail(e), e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static String detail(EOFException e) {
        return e.getMessage() == null ? "" : ": " + e.getMessage();
    }

    private static Content readContent(InputStream in, int magic, long limit) throws IOException {
        requireMagic(readInt(in), magic);
        int[] sizes = new int[magic & 0xff];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = readInt(in);
        }
        int count = count(sizes, limit);
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException(
                    "its header " + Arrays.toString(sizes) + " claims " + count + " values, it holds " + bytes.length);
        }
        if (in.read() >= 0) {
            throw new IOException("has bytes after the " + count + " values of its header " + Arrays.toString(sizes));
        }
        return new Content(sizes, bytes);
    }

    private static void requireMagic(int found, int magic) throws IOException {
        if (found != magic) {
            throw new IOException(String.format(
                    "is no IDX file of %s: it must start with %08x, it starts with %08x",
                    magic == IMAGES ? "images" : "labels", magic, found));
        }
    }

    private static int count(int[] sizes, long limit) throws IOException {
        long count = 1;
        for (int size : sizes) {
            if (size < 1) {
                throw new IOException("sizes must be from 1 to 2147483647, its header has " + Arrays.toString(sizes));
            }
            // No overflow: both factors are below 2^31.
            count *= size;
            if (count > Math.min(limit, Integer.MAX_VALUE - 8)) {
                throw new IOException("header " + Arrays.toString(sizes)
                        + " claims more values than the file can hold, which is at most "
                        + Math.min(limit, Integer.MAX_VALUE - 8));
            }
        }
        return (int) count;
    }

    private static int readInt(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(4);
        if (bytes.length < 4) {
            throw new EOFException("it ends inside its header");
        }
        return ByteBuffer.wrap(bytes).getInt();
    }
}
