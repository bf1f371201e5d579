/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
    @TempDir
    Path folder;

    private static byte[] idx(int magic, int[] sizes, int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
        buffer.putInt(magic);
        for (int size : sizes) {
            buffer.putInt(size);
        }
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.array();
    }

    private static byte[] images() {
        return idx(0x803, new int[] {2, 2, 3}, 0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void images_areScaledPackedOrNot() throws IOException {
        for (byte[] bytes : new byte[][] {images(), gzip(images())}) {
            Frames frames = IdxFile.readImages(file("images", bytes));
            assertThat(frames.size()).isEqualTo(2);
            assertThat(frames.row(0)).containsExactly(new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1}, within(1e-7f));
        }
    }

    @Test
    void read_putsImagesAndLabelsTogether() throws IOException {
        Path images = file("images", images());
        LabelledImages set = IdxFile.read(images, file("labels", idx(0x801, new int[] {2}, 7, 255)));
        assertThat(set.labels()).containsExactly(7, 255);
        assertThat(set.height()).isEqualTo(2);
        assertThat(set.width()).isEqualTo(3);
        assertThat(set.planes()).isEqualTo(1);
        Path three = file("three", idx(0x801, new int[] {3}, 1, 2, 3));
        assertThatIOException()
                .isThrownBy(() -> IdxFile.read(images, three))
                .withMessage(images + " holds 2 images, but " + three + " holds 3 labels");
    }

    @Test
    void truncatedFile_isRefusedAtEveryLength() throws IOException {
        byte[] packed = gzip(images());
        for (byte[] whole : new byte[][] {images(), packed}) {
            for (int length = 0; length < whole.length; length++) {
                Path file = file("cut", Arrays.copyOf(whole, length));
                assertThatIOException()
                        .isThrownBy(() -> IdxFile.readImages(file))
                        .withMessageStartingWith(file + ": ");
            }
        }
    }

    @Test
    void damagedGzip_isRefusedOrReadsTheSame() throws IOException {
        byte[] whole = gzip(images());
        Random random = new Random(1);
        for (int trial = 0; trial < 500; trial++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Path file = file("damaged", damaged);
            try {
                // A flipped bit in the time stamp or the name of the operating system does no harm.
                assertThat(IdxFile.readImages(file).row(1))
                        .isEqualTo(IdxFile.readImages(file("whole", whole)).row(1));
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith(file + ": ");
            }
        }
    }

    @Test
    void header_cannotClaimMoreThanTheFileHolds() throws IOException {
        Path huge = file("huge", idx(0x803, new int[] {2_000_000_000, 1_000_000, 28}, 1, 2));
        assertThatIOException()
                .isThrownBy(() -> IdxFile.readImages(huge))
                .withMessage(huge + ": header [2000000000, 1000000, 28] claims more values than the file can hold,"
                        + " which is at most 18");
        Path packed = file("packed", gzip(idx(0x803, new int[] {60_000, 28, 28}, 1, 2)));
        assertThatIOException()
                .isThrownBy(() -> IdxFile.readImages(packed))
                .withMessageContaining("claims more values than the file can hold");
        Path negative = file("negative", idx(0x801, new int[] {-1}));
        assertThatIOException()
                .isThrownBy(() -> IdxFile.readLabels(negative))
                .withMessage(negative + ": sizes must be from 1 to 2147483647, its header has [-1]");
    }

    @Test
    void otherContent_isNamed() throws IOException {
        Path labels = file("labels", idx(0x801, new int[] {2}, 7, 2));
        assertThatIOException()
                .isThrownBy(() -> IdxFile.readImages(labels))
                .withMessage(labels + ": is no IDX file of images: it must start with 00000803,"
                        + " it starts with 00000801");
        Path longer = file("longer", idx(0x801, new int[] {2}, 7, 2, 9));
        assertThatIOException()
                .isThrownBy(() -> IdxFile.readLabels(longer))
                .withMessage(longer + ": has bytes after the 2 values of its header [2]");
        assertThatIOException()
                .isThrownBy(() -> IdxFile.readLabels(folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void mnist_hasItsKnownFigures() throws IOException {
        LabelledImages set = IdxFile.read(
                DataFolder.file("mnist/t10k-images-idx3-ubyte.gz"), DataFolder.file("mnist/t10k-labels-idx1-ubyte.gz"));
        assertThat(set).hasToString("t10k-images-idx3-ubyte.gz [10000, 28, 28], 28 × 28 × 1");
        assertThat(histogram(set.labels())).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
        double sum = 0;
        for (int i = 0; i < set.size(); i++) {
            for (float value : set.frames().row(i)) {
                sum += value;
            }
        }
        assertThat(sum / 7_840_000).isCloseTo(0.1325, within(5e-5));
    }

    @Test
    void fashionMnist_hasAThousandImagesPerClass() throws IOException {
        LabelledImages set = IdxFile.read(
                DataFolder.file("fashion-mnist/t10k-images-idx3-ubyte.gz"),
                DataFolder.file("fashion-mnist/t10k-labels-idx1-ubyte.gz"));
        assertThat(histogram(set.labels())).containsOnly(1000);
    }

    static int[] histogram(int[] labels) {
        int[] counts = new int[10];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }
}
