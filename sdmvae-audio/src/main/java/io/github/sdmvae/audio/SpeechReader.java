/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.audio.SpeechFrames.Skipped;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads recordings on all processors, in a fixed order. */
final class SpeechReader {
    private final SpeechFrontEnd frontEnd;
    private final boolean trimmed;
    private final SpeechFolder.Progress progress;

    SpeechReader(SpeechFrontEnd frontEnd, boolean trimmed, SpeechFolder.Progress progress) {
        this.frontEnd = frontEnd;
        this.trimmed = trimmed;
        this.progress = progress;
    }

    SpeechFrames read(List<Path> files) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(
                Math.min(files.size(), Runtime.getRuntime().availableProcessors()), SpeechReader::daemon);
        try {
            List<Future<float[]>> futures = new ArrayList<>();
            for (Path file : files) {
                futures.add(pool.submit(() -> frontEnd.power(file, trimmed)));
            }
            return collect(files, futures);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sdmvae-speech-reader");
        thread.setDaemon(true);
        return thread;
    }

    private SpeechFrames collect(List<Path> files, List<Future<float[]>> futures) throws IOException {
        List<Path> used = new ArrayList<>();
        List<float[]> rows = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        for (int i = 0; i < futures.size(); i++) {
            Path file = files.get(i);
            try {
                rows.add(result(futures.get(i)));
                used.add(file);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (frontEnd.options().unreadable() == SpeechOptions.Unreadable.FAIL) {
                    throw e;
                }
                skipped.add(new Skipped(file, String.valueOf(e.getMessage())));
            }
            progress.file(i + 1, files.size(), file);
        }
        if (rows.isEmpty()) {
            throw new IOException("none of " + files.size() + " recordings can be used, the first because "
                    + skipped.get(0).reason());
        }
        return new SpeechFrames(frontEnd.options().stft().bins(), used, rows, skipped);
    }

    private static float[] result(Future<float[]> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading recordings");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException("reading recordings failed: " + e.getCause(), e.getCause());
        }
    }
}
