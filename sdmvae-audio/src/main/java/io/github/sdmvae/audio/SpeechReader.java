/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.audio.SpeechFrames.Skipped;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads recordings on all processors and hands them on in a fixed order. A few recordings are read ahead of the one that is
 * due, no more: memory does not grow with their number.
 */
final class SpeechReader {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final SpeechFrontEnd frontEnd;
    private final boolean trimmed;
    private final SpeechFolder.Progress progress;
    private final int threads;

    SpeechReader(SpeechFrontEnd frontEnd, boolean trimmed, SpeechFolder.Progress progress) {
        this(frontEnd, trimmed, progress, PROCESSORS);
    }

    /** Reads with so many threads rather than on all processors. */
    SpeechReader(SpeechFrontEnd frontEnd, boolean trimmed, SpeechFolder.Progress progress, int threads) {
        this.frontEnd = frontEnd;
        this.trimmed = trimmed;
        this.progress = progress;
        this.threads = threads;
    }

    /** Takes recordings in order, in the thread that called. */
    interface Target {
        void use(Path file, float[] power) throws IOException;

        void skip(Skipped skipped);
    }

    /** Reads into memory. */
    SpeechFrames read(List<Path> files) throws IOException {
        List<Path> used = new ArrayList<>();
        List<float[]> rows = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        read(files, new Target() {
            @Override
            public void use(Path file, float[] power) {
                used.add(file);
                rows.add(power);
            }

            @Override
            public void skip(Skipped one) {
                skipped.add(one);
            }
        });
        return SpeechFrames.inMemory(frontEnd.options().stft().bins(), used, rows, skipped);
    }

    void read(List<Path> files, Target target) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(files.size(), threads), SpeechReader::daemon);
        try {
            collect(files, pool, target);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sdmvae-speech-reader");
        thread.setDaemon(true);
        return thread;
    }

    private void collect(List<Path> files, ExecutorService pool, Target target) throws IOException {
        Deque<Future<float[]>> ahead = new ArrayDeque<>();
        int submitted = 0;
        String firstReason = null;
        int used = 0;
        for (int i = 0; i < files.size(); i++) {
            for (; submitted < Math.min(files.size(), i + 2 * threads); submitted++) {
                Path next = files.get(submitted);
                ahead.add(pool.submit(() -> frontEnd.power(next, trimmed)));
            }
            String reason = handOn(files.get(i), ahead.remove(), target);
            used += reason == null ? 1 : 0;
            firstReason = firstReason == null ? reason : firstReason;
            progress.file(i + 1, files.size(), files.get(i));
        }
        if (used == 0) {
            throw new IOException(
                    "none of " + files.size() + " recordings can be used, the first because " + firstReason);
        }
    }

    /** Returns why the recording was skipped, or null. */
    private @Nullable String handOn(Path file, Future<float[]> future, Target target) throws IOException {
        float[] power;
        try {
            power = result(future);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (frontEnd.options().unreadable() == SpeechOptions.Unreadable.FAIL) {
                throw e;
            }
            String reason = String.valueOf(e.getMessage());
            target.skip(new Skipped(file, reason));
            return reason;
        }
        target.use(file, power);
        return null;
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
