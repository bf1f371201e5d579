/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.LiveCoder;
import io.github.sdmvae.audio.SampleSource;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.pretrained.Pretrained;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends sound through a model block by block, as it comes. */
@Command(
        name = "LiveLoop",
        sortOptions = false,
        description = {
            "Send sound through a trained model block by block, as it comes: from a recording, or from the",
            "microphone. Writes what comes out, and prints how long a block took and how late it is."
        })
final class LiveLoop implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OUT.wav", description = "The file to write.")
    private Path output;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "A file that TrainSpeech wrote. Default: the sparse model that is shipped.")
    private @Nullable Path modelFile;

    @Option(names = "--in", paramLabel = "FILE", description = "A recording. Default: the microphone.")
    private @Nullable Path input;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long to listen to the microphone. Default: ${DEFAULT-VALUE}.")
    private double seconds = 10;

    @Option(
            names = "--peak",
            paramLabel = "P",
            defaultValue = "0.5",
            description = "Largest sample to expect of the microphone; full scale is 1. Default: ${DEFAULT-VALUE}.")
    private double peak = 0.5;

    @Mixin
    private RecordingOptions recordings = new RecordingOptions();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    LiveLoop() {}

    @Override
    public Integer call() throws IOException {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds must be above 0 and at most 3600, got " + seconds);
        }
        SpeechModel model = modelFile == null ? Pretrained.sparseSpeech16k() : recordings.loadModel(modelFile);
        int rate = model.frontEnd().options().sampleRate();
        if (input == null) {
            try (SampleSource source = SampleSource.microphone(rate)) {
                run(LiveCoder.of(model, peak), source, (long) (seconds * rate));
            }
        } else {
            AudioClip clip = AudioClip.read(input, recordings.channels()).resample(rate);
            double level = clip.peak() > 0 ? clip.peak() : 1;
            run(LiveCoder.of(model, level, clip.sampleRate()), SampleSource.of(clip, rate), clip.length());
        }
        return 0;
    }

    /** What comes out is moved forward by the delay, so that it lies under what went in. */
    private void run(LiveCoder live, SampleSource source, long samples) throws IOException {
        int block = live.blockSize();
        int blocks = Math.toIntExact((samples + live.delay() + block - 1) / block);
        double[] sound = new double[blocks * block];
        long[] nanos = new long[blocks];
        int came = pass(live, source, samples, sound, nanos);
        if (came == 0) {
            throw new IOException("no sound came in");
        }
        int end = (int) Math.min(live.delay() + Math.min(samples, (long) came * block), sound.length);
        AudioClip.of(Arrays.copyOfRange(sound, live.delay(), end), live.sampleRate())
                .withPeakAtMost(1)
                .writeWav16(output);
        report(live, nanos);
    }

    /** Fills sound and the time that each block took; returns how many blocks came in before silence was put in their place. */
    private static int pass(LiveCoder live, SampleSource source, long samples, double[] sound, long[] nanos)
            throws IOException {
        int block = live.blockSize();
        float[] in = new float[block];
        float[] out = new float[block];
        int came = 0;
        for (int b = 0; b < nanos.length; b++) {
            boolean listening = (long) b * block < samples && source.read(in);
            came += listening ? 1 : 0;
            if (!listening) {
                Arrays.fill(in, 0);
            }
            long start = System.nanoTime();
            live.process(in, out);
            nanos[b] = System.nanoTime() - start;
            for (int i = 0; i < block; i++) {
                sound[b * block + i] = out[i];
            }
        }
        return came;
    }

    private void report(LiveCoder live, long[] nanos) {
        Arrays.sort(nanos);
        PrintWriter out = spec.commandLine().getOut();
        int block = live.blockSize();
        int rate = live.sampleRate();
        out.println(String.format(
                Locale.ROOT,
                "%d blocks of %d samples (%.1f ms), median %.3f ms each",
                nanos.length,
                block,
                1e3 * block / rate,
                nanos[nanos.length / 2] / 1e6));
        out.println(String.format(
                Locale.ROOT,
                "latency: %d samples and the block itself, %.1f ms, without the sound devices' buffers",
                live.delay(),
                1e3 * (live.delay() + block) / rate));
        out.println("written: " + output + ", " + rate + " Hz");
        out.flush();
    }
}
