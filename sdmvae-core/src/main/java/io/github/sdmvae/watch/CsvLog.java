/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.watch;

import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.LearningCurve;
import io.github.sdmvae.train.TrainingListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with one row per epoch, written as the epochs end: the columns of {@link LearningCurve#toCsv}. A new training
 * replaces the file; a resumed one keeps the rows of the epochs done before its checkpoint.
 *
 * <p>A disk that cannot be written to ends the log with a warning to SLF4J, not the training: {@link
 * io.github.sdmvae.train.TrainingResult#curve} has all rows in the end.
 *
 * <p><b>Thread rule:</b> used by one training at a time, in its thread.
 */
public final class CsvLog implements TrainingListener {
    private final Path file;
    private final LogFile log;
    private @Nullable Integer resumedAt;
    private boolean begun;

    private CsvLog(Path file) {
        this.file = file;
        this.log = new LogFile(file);
    }

    /**
     * A log in a file.
     *
     * @param file where to; its folder is made if it does not exist
     * @return the listener
     */
    public static CsvLog to(Path file) {
        return new CsvLog(Objects.requireNonNull(file, "file"));
    }

    @Override
    public void onStart(int epochs, int stepsPerEpoch) {
        begun = false;
        resumedAt = null;
    }

    @Override
    public void onResume(Path checkpoint, int epoch, int step) {
        resumedAt = epoch;
    }

    @Override
    public void onEpoch(EpochReport report) {
        log.attempt(() -> {
            if (!begun) {
                begin(report);
                begun = true;
            }
            Files.writeString(file, LearningCurve.row(report), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        });
    }

    private void begin(EpochReport report) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        StringBuilder text = new StringBuilder(LearningCurve.header(report));
        rowsBefore().forEach(row -> text.append(row).append('\n'));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /** Of the run that goes on here; a row that was cut short by the end of a process is none. */
    private List<String> rowsBefore() throws IOException {
        List<String> rows = new ArrayList<>();
        if (resumedAt == null || !Files.exists(file)) {
            return rows;
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            int comma = line.indexOf(',');
            String epoch = comma < 0 ? "" : line.substring(0, comma);
            if (epoch.matches("\\d{1,9}") && Integer.parseInt(epoch) < resumedAt) {
                rows.add(line);
            }
        }
        return rows;
    }
}
