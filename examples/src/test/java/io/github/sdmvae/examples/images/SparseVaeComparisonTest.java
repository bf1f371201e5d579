/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.examples.Started;
import io.github.sdmvae.model.Vae;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseVaeComparisonTest {
    private static final int EVERY_MODEL = ComparedModel.values().length;

    @TempDir
    private static Path folder = Path.of(".");

    private static Path out = folder;
    private static Started started = new Started(-1, "", "");

    @BeforeAll
    static void compareAll() {
        out = folder.resolve("all models");
        started = Started.with(
                "SparseVaeComparison",
                "--out",
                out,
                "--models",
                ComparedModel.ids().replace(" ", ""),
                "--epochs",
                1,
                "--points",
                128,
                "--hidden",
                4,
                "--latent",
                3,
                "--draws",
                2,
                "--progress",
                "none");
    }

    @Test
    void everyModel_hasItsRow() throws IOException {
        assertThat(started.err()).doesNotContain("must be").contains("128 generated images");
        assertThat(started.status()).isZero();
        assertThat(started.out())
                .contains("| sparse decoding |", "| selector's penalty | latents per pixel |")
                .contains("| Gaussian |", "| SDM |", "(prior fitted per point)", "| recovered |", "| coherence |")
                .contains("| Hoyer | Hoyer unit rms | Hoyer μ/σ | entries for 90 % | effective entries |");
        assertThat(Files.readString(out.resolve("table.md")).split("\n<!--", 2)[0])
                .isSubstringOf(started.out());
        List<String> csv = Files.readAllLines(out.resolve("table.csv"));
        assertThat(csv).hasSize(1 + EVERY_MODEL);
        assertThat(csv.get(0)).startsWith("model,seed,ELBO,reconstruction,divergence,log p(x)");
        // The title of one column is quoted and holds a comma.
        assertThat(csv.stream().skip(1).map(line -> line.split(",", -1).length))
                .containsOnly(csv.get(0).split(",", -1).length - 1);
    }

    @Test
    void everyModel_isSavedAndDrawn() throws IOException {
        for (ComparedModel kind : ComparedModel.values()) {
            Vae model = Vae.load(out.resolve("models").resolve(kind.id() + "-1.sdmvae"));
            assertThat(model.definition().codeSize()).isEqualTo(3);
        }
        for (String name :
                List.of("reconstructions", "latents", "codes", "samples", "dictionary-sdm-learned", "masks")) {
            assertThat(out.resolve("pictures").resolve(name + ".png")).isNotEmptyFile();
        }
    }

    @Test
    void startedAgain_goesOnAndOtherSettingsAreRefused() throws IOException {
        Path target = folder.resolve("again");
        Started first = patches(target, 2, 1);
        String table = Files.readString(target.resolve("table.md"));
        assertThat(patches(target, 2, 1).err()).contains("this training had ended");
        assertThat(Files.readString(target.resolve("table.md"))).isEqualTo(table);
        Path cut = folder.resolve("cut");
        patches(cut, 1, 1);
        Started longer = patches(cut, 2, 1);
        assertThat(first.out()).contains("| Gaussian |");
        assertThat(longer.err()).contains("--restart trains anew");
        assertThat(longer.status()).isNotZero();
    }

    private static Started patches(Path target, int epochs, int draws) {
        return Started.with(
                "SparseVaeComparison",
                "--out",
                target,
                "--models",
                "gaussian",
                "--epochs",
                epochs,
                "--points",
                128,
                "--hidden",
                4,
                "--latent",
                3,
                "--draws",
                draws,
                "--progress",
                "none");
    }

    @Test
    void seeds_giveMeansAndDeviations() throws IOException {
        Path target = folder.resolve("two seeds");
        Started two = Started.with(
                "SparseVaeComparison",
                "--out",
                target,
                "--models",
                "gaussian,autoencoder",
                "--epochs",
                1,
                "--points",
                128,
                "--seeds",
                2,
                "--dataset",
                "templates",
                "--draws",
                0,
                "--progress",
                "none");
        assertThat(two.status()).isZero();
        assertThat(two.out()).contains("over 2 seeds", "\u00b1");
        assertThat(Files.readAllLines(target.resolve("table.csv"))).hasSize(5);
        assertThat(target.resolve("pictures/spread.png")).isNotEmptyFile();
        assertThat(target.resolve("pictures/plane-gaussian.png")).isNotEmptyFile();
    }

    @Test
    void idxFiles_withTheTestImagesAlone() throws IOException {
        Path data = Files.createDirectories(folder.resolve("idx"));
        writeIdx(data, 100);
        Started images = Started.with(
                "SparseVaeComparison",
                "--out",
                folder.resolve("clothes"),
                "--models",
                "gaussian",
                "--epochs",
                1,
                "--hidden",
                0,
                "--latent",
                2,
                "--dataset",
                "fashion",
                "--data",
                data,
                "--draws",
                2,
                "--progress",
                "none");
        assertThat(images.status()).isZero();
        assertThat(images.out()).contains("| neighbours |", "cut at 0.5");
        ImageSet set = ImageData.FASHION.load(data, 50, 1);
        assertThat(set.train().size()).isEqualTo(50);
        assertThat(set.validation().size()).isEqualTo(20);
    }

    @Test
    void cifarFiles_giveCentredPatches() throws IOException {
        Path data = Files.createDirectories(folder.resolve("cifar"));
        byte[] bytes = new byte[20 * 3073];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = i % 3073 == 0 ? 0 : (byte) (i * i % 251);
        }
        Files.write(data.resolve("data_batch_1.bin"), bytes);
        ImageSet set = ImageData.CIFAR_PATCHES.load(data, 30, 1);
        assertThat(set.width()).isEqualTo(144);
        double sum = 0;
        for (float value : set.validation().row(0)) {
            sum += value;
        }
        assertThat(sum).isBetween(-1e-3, 1e-3);
    }

    @Test
    void commandLine_thatMakesNoSense() {
        assertFailed("must be one of templates, patches, mnist, fashion, cifar-patches, got x", "--dataset", "x");
        assertFailed("needs --data DIR", "--dataset", "mnist");
        assertFailed("must be some of gaussian, laplace", "--models", "gan");
        assertFailed("at least 1, got 0", "--seeds", "0");
        assertFailed("t10k-images-idx3-ubyte", "--dataset", "mnist", "--data", folder.toString());
        assertFailed("data_batch_1.bin", "--dataset", "cifar-patches", "--data", folder.toString());
    }

    private static void assertFailed(String part, String... args) {
        Object[] all = new Object[args.length + 1];
        all[0] = "SparseVaeComparison";
        System.arraycopy(args, 0, all, 1, args.length);
        Started failed = Started.with(all);
        assertThat(failed.err().lines()).hasSize(1).allMatch(line -> line.contains(part));
        assertThat(failed.status()).isEqualTo(1);
    }

    private static void writeIdx(Path data, int count) throws IOException {
        ByteArrayOutputStream images = new ByteArrayOutputStream();
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        try (DataOutputStream pixels = new DataOutputStream(images);
                DataOutputStream classes = new DataOutputStream(labels)) {
            for (int word : new int[] {0x803, count, 6, 5}) {
                pixels.writeInt(word);
            }
            classes.writeInt(0x801);
            classes.writeInt(count);
            for (int i = 0; i < count; i++) {
                classes.writeByte(i % 10);
                for (int p = 0; p < 30; p++) {
                    pixels.writeByte(i * p % 256);
                }
            }
        }
        Files.write(data.resolve("t10k-images-idx3-ubyte"), images.toByteArray());
        Files.write(data.resolve("t10k-labels-idx1-ubyte"), labels.toByteArray());
    }
}
