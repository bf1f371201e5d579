/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import static io.github.sdmvae.bench.MarkdownTable.figure;
import static io.github.sdmvae.bench.MarkdownTable.ratio;

import io.github.sdmvae.audio.SpeechFolder.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The report's parts on transforms, metrics and recordings. */
final class SoundChapters {
    private final Path folder;

    SoundChapters(Path folder) {
        this.folder = folder;
    }

    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        if (Section.STFT.isMeasured(folder)) {
            text.append(transforms());
        }
        if (Section.METRICS.isMeasured(folder)) {
            text.append(metrics());
        }
        if (Section.READING.isMeasured(folder)) {
            text.append(recordings()).append(caches());
        }
        return text.toString().stripTrailing() + "\n";
    }

    private String transforms() throws IOException {
        JmhRuns runs = JmhRuns.read(Section.STFT.file(folder, "transforms"));
        return "## Short-time Fourier transform\n\nSignal at 16 kHz, sine window of 1024, hop 256; one thread.\n\n"
                + "In double precision:\n"
                + transforms(runs, "forward", "power", "inverse")
                + "In single precision:\n"
                + transforms(runs, "singleForward", "singlePower", "singleInverse");
    }

    private static String transforms(JmhRuns runs, String forward, String power, String inverse) {
        MarkdownTable table = new MarkdownTable(
                "seconds of signal", "complex, µs", "power, µs", "inverse, µs", "power, µs per frame");
        for (String seconds : runs.values("seconds")) {
            JmhRuns.Run powers = runs.get(power, "seconds", seconds);
            double frames = 1 + Integer.parseInt(seconds) * 62.5;
            table.row(
                    seconds,
                    figure(runs.get(forward, "seconds", seconds)),
                    figure(powers),
                    figure(runs.get(inverse, "seconds", seconds)),
                    figure(powers.mean() / frames));
        }
        return table.toString();
    }

    private String metrics() throws IOException {
        JmhRuns runs = JmhRuns.read(Section.METRICS.file(folder, "scores"));
        MarkdownTable table = new MarkdownTable(
                "metric", "5 s, 8 kHz", "30 s, 8 kHz", "5 s, 16 kHz", "30 s, 16 kHz", "30 s, 16 kHz: times real time");
        for (String metric : List.of("pesqNarrowBand", "stoi", "estoi")) {
            table.row(
                    metric,
                    share(runs.mean(metric, "seconds", "5", "rate", "8000"), 5),
                    share(runs.mean(metric, "seconds", "30", "rate", "8000"), 30),
                    share(runs.mean(metric, "seconds", "5", "rate", "16000"), 5),
                    share(runs.mean(metric, "seconds", "30", "rate", "16000"), 30),
                    figure(30e3 / runs.mean(metric, "seconds", "30", "rate", "16000")));
        }
        double wide = runs.mean("pesqWideBand", "seconds", "30");
        table.row(
                "pesqWideBand",
                "",
                "",
                share(runs.mean("pesqWideBand", "seconds", "5"), 5),
                share(wide, 30),
                figure(30e3 / wide));
        return """
                ## Metrics

                Seconds of processing per second of audio, one thread; the bundled speech against itself with noise.
                """ + table;
    }

    private static String share(double millis, int seconds) {
        return String.format(Locale.ROOT, "%.5f", millis / 1000 / seconds);
    }

    private String recordings() throws IOException {
        JmhRuns runs = JmhRuns.read(Section.READING.file(folder, "recordings"));
        double hours = BundledSpeech.seconds(BundledSpeech.open().files(Part.TRAIN)) / 3600;
        MarkdownTable table = new MarkdownTable("work", "ms", "s per hour of audio");
        recording(table, "samples from WAV, one thread", runs.get("wavSamples"), hours);
        recording(table, "samples from FLAC, one thread", runs.get("flacSamples"), hours);
        recording(table, "frames from FLAC, all processors", runs.get("flacFrames"), hours);
        recording(table, "cache built from FLAC, all processors, flushed", runs.get("cacheBuilt"), hours);
        recording(table, "cache opened", runs.get("cacheOpened"), hours);
        return String.format(
                        Locale.ROOT,
                        "## Recordings%n%nThe training part of the bundled speech, %.0f s at 16 kHz.%n",
                        hours * 3600)
                + table;
    }

    private static void recording(MarkdownTable table, String name, JmhRuns.Run run, double hours) {
        table.row(name, figure(run), figure(run.mean() / 1000 / hours));
    }

    private String caches() throws IOException {
        JmhRuns runs = JmhRuns.read(Section.READING.file(folder, "caches"));
        MarkdownTable table = new MarkdownTable("frames", "from memory, ns", "from a cache, ns", "cache / memory");
        for (String rows : runs.values("rows")) {
            JmhRuns.Run memory = runs.get("read", "source", "memory", "rows", rows);
            JmhRuns.Run cache = runs.get("read", "source", "cache", "rows", rows);
            table.row(rows, figure(memory), figure(cache), ratio(cache.mean() / memory.mean()));
        }
        return """
                One frame of 513 values read at random. Data of 2 MB stays in the processor's caches, that of 410 MB comes from
                memory; a step reads 128 of them. That heap and memory stay flat over data larger than the heap is tested
                (`LargeCorpusTest`).
                """ + table;
    }
}
