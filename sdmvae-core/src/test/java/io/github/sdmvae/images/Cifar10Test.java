/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    private static final int RECORD = 3073;

    @TempDir
    Path folder;

    private static byte[] records(int count) {
        byte[] bytes = new byte[count * RECORD];
        new Random(3).nextBytes(bytes);
        for (int i = 0; i < count; i++) {
            bytes[i * RECORD] = (byte) (i % 10);
        }
        return bytes;
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void read_joinsFiles() throws IOException {
        byte[] bytes = records(5);
        Path first = file("a.bin", Arrays.copyOf(bytes, 2 * RECORD));
        Path second = file("b.bin", Arrays.copyOfRange(bytes, 2 * RECORD, 5 * RECORD));
        LabelledImages set = Cifar10.read(first, second);
        assertThat(set.labels()).containsExactly(0, 1, 2, 3, 4);
        assertThat(set).hasToString("CIFAR-10 [a.bin, b.bin], 5 images, 32 × 32 × 3");
        assertThat(set.frames().row(4)[3071]).isEqualTo((bytes[5 * RECORD - 1] & 0xff) / 255f);
        assertThat(set.frames().row(2)[0]).isEqualTo((bytes[2 * RECORD + 1] & 0xff) / 255f);
    }

    @Test
    void grey_weighsThePlanes() throws IOException {
        LabelledImages set = Cifar10.read(file("a.bin", records(3)));
        LabelledImages grey = set.grey();
        float[] row = set.frames().row(1);
        float expected = 0.299f * row[70] + 0.587f * row[1024 + 70] + 0.114f * row[2048 + 70];
        assertThat(grey.frames().row(1)[70]).isCloseTo(expected, within(1e-6f));
        assertThat(grey.planes()).isEqualTo(1);
        assertThat(grey.grey()).isSameAs(grey);
        assertThatIllegalStateException()
                .isThrownBy(() -> set.patches(12, 5, 1))
                .withMessage("patches are cut from images of 1 plane, these have 3");
    }

    @Test
    void patches_arePiecesOfImagesLessTheirMean() throws IOException {
        LabelledImages grey = Cifar10.read(file("a.bin", records(4))).grey();
        Frames patches = grey.patches(12, 50, 7);
        for (int i = 0; i < patches.size(); i++) {
            float[] patch = patches.row(i);
            double sum = 0;
            for (float value : patch) {
                sum += value;
            }
            assertThat(sum).isCloseTo(0, within(1e-4));
            assertThat(isFoundIn(grey, patch)).isTrue();
        }
        assertThat(patches.width()).isEqualTo(144);
        assertThat(grey.patches(12, 5, 7).row(4)).isEqualTo(patches.row(4));
        assertThat(grey.patches(12, 5, 8).row(4)).isNotEqualTo(patches.row(4));
        assertThat(grey.patches(32, 1, 1).width()).isEqualTo(1024);
    }

    /** Compares the first row of pixels by differences, which the mean does not touch. */
    private static boolean isFoundIn(LabelledImages images, float[] patch) {
        for (int i = 0; i < images.size(); i++) {
            float[] image = images.frames().row(i);
            for (int start = 0; start < 21 * 32; start++) {
                int x = 1;
                while (x < 12
                        && start % 32 <= 20
                        && Math.abs(image[start + x] - image[start] - patch[x] + patch[0]) < 1e-5) {
                    x++;
                }
                if (x == 12) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void damagedFile_isRefused() throws IOException {
        Path cut = file("cut.bin", Arrays.copyOf(records(2), RECORD + 5));
        assertThatIOException()
                .isThrownBy(() -> Cifar10.read(cut))
                .withMessageStartingWith(cut + ": is no CIFAR-10 file or is truncated")
                .withMessageEndingWith("it is 3078");
        Path empty = file("empty.bin", new byte[0]);
        assertThatIOException().isThrownBy(() -> Cifar10.read(empty)).withMessageEndingWith("it is 0");
        byte[] bytes = records(3);
        bytes[RECORD] = 10;
        Path labels = file("labels.bin", bytes);
        assertThatIOException()
                .isThrownBy(() -> Cifar10.read(labels))
                .withMessage(labels + ": labels must be from 0 to 9, that of record 1 is 10");
    }

    @Test
    void sizes_areChecked() throws IOException {
        LabelledImages set = Cifar10.read(file("a.bin", records(3)));
        assertThat(set.range(1, 3).labels()).containsExactly(1, 2);
        assertThat(set.range(1, 3).frames().row(0)).isEqualTo(set.frames().row(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.range(2, 4))
                .withMessage("range must be within 0 and 3 and not empty, got 2 to 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.grey().patches(33, 1, 1))
                .withMessage("side must be from 2 to 32 pixels, got 33");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.grey().patches(12, 0, 1))
                .withMessageEndingWith("got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledImages.of(set.frames(), new int[2], 32, 32))
                .withMessage("there must be as many labels as images, got 2 labels for 3 images");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledImages.of(set.frames(), new int[3], 32, 31))
                .withMessageEndingWith("got 32 × 31");
    }

    @Test
    void firstBatch_hasItsKnownFigures() throws IOException {
        LabelledImages set = Cifar10.read(DataFolder.file("cifar10/data_batch_1.bin"));
        assertThat(IdxFileTest.histogram(set.labels()))
                .containsExactly(1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981);
        assertThat(set.labels()).startsWith(6, 9, 9, 4, 1);
        Frames patches = set.grey().patches(12, 2000, 1);
        assertThat(patches.width()).isEqualTo(144);
    }
}
