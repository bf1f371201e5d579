/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("table.md");
        AtomicFile.write(file, "before");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void text_isWrittenInUtf8AndReplaced() throws IOException {
        AtomicFile.write(file, "γ\n");
        assertThat(file).hasContent("γ\n");
        assertThat(names()).containsExactly("table.md");
    }

    @Test
    void failure_leavesTheOldFileAndNoLitterAndNamesTheFile() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .hasMessage(file + ": cannot be written: No space left on device");
        assertThatThrownBy(() -> AtomicFile.make(file, aside -> {
                    throw new FileSystemException(aside.toString(), null, "Input/output error");
                }))
                .hasMessage(file + ": cannot be written: Input/output error")
                .hasMessageNotContaining(".tmp");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    throw new IllegalStateException("cancelled");
                }))
                .hasMessage("cancelled");
        assertThat(file).hasContent("before");
        assertThat(names()).containsExactly("table.md");
    }

    @Test
    void interruptedWriter_leavesTheOldFileAndSaysSo() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> AtomicFile.write(file, "after"))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining(file.toString());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("before");
    }

    @Test
    void whatCannotBeWritten_isToldApart() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(folder, "x")).hasMessageContaining("it is a folder");
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("no/table.md"), "x"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("create it first");
        Path named = folder.resolve("é".repeat(128));
        assertThatThrownBy(() -> AtomicFile.write(named, "x"))
                .hasMessageContaining("its name has 256 bytes")
                .hasMessageNotContaining(".tmp");
        assertThat(names()).containsExactly("table.md");
    }

    @Test
    void longestName_isWritten() throws IOException {
        Path longest = folder.resolve("n".repeat(255));
        AtomicFile.write(longest, "x");
        AtomicFile.tryOut(longest);
        assertThat(names()).containsExactly("n".repeat(255), "table.md");
    }

    @Test
    void tryingOut_changesNothing() throws IOException {
        AtomicFile.tryOut(file);
        AtomicFile.tryOut(folder.resolve("new.md"));
        assertThat(file).hasContent("before");
        assertThat(names()).containsExactly("table.md");
    }

    @Test
    void tryingOut_findsAFolderThatTakesNoFiles() {
        Path kernels = Path.of("/proc/self/fdinfo");
        assumeTrue(Files.isDirectory(kernels), "there is no such folder here");
        assertThatThrownBy(() -> AtomicFile.tryOut(kernels.resolve("model.sdmvae")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("model.sdmvae: ")
                .hasMessageNotContaining(".tmp");
    }

    @Test
    void link_isFollowed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        AtomicFile.write(link, "after");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("after");
    }

    @Test
    void device_isWrittenStraight() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "there is no such device here");
        AtomicFile.write(device, "x");
        assertThat(Files.isRegularFile(device)).isFalse();
    }
}
