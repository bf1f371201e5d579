/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.github.sdmvae.audio.LiveCoder;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.pretrained.Pretrained;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the library costs a program that starts, codes one frame and ends, beyond what Java itself costs: processor time, of
 * all threads, of processes in turn. And what a block of live sound costs. From the root of the repository, half a minute:
 *
 * <p>{@code mvn -q -pl sdmvae-bench -am compile exec:exec@first-code}
 */
public final class FirstCode {
    private static final String BARE = "bare";
    private static final String LOAD = "load";
    private static final String ENCODE = "encode";
    private static final String NUMBER = "processor time: ";
    private static final int WARM_UP = 20_000;
    private static final int BLOCKS = 1_000;
    private static final int LIVE_ROUNDS = 60;

    private FirstCode() {}

    /**
     * Measures and prints.
     *
     * @param arguments the number of processes of each kind, standard 11; or what one of them has to do
     * @throws Exception if a process fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && List.of(BARE, LOAD, ENCODE).contains(arguments[0])) {
            work(arguments[0]);
            return;
        }
        processes(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 11);
        blocks();
    }

    private static void work(String what) {
        if (!what.equals(BARE)) {
            SpeechModel model = Pretrained.speech16k();
            if (what.equals(ENCODE)) {
                model.vae().encode(new float[][] {frame()});
            }
        }
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        System.out.println(NUMBER + system.getProcessCpuTime() / 1e6);
    }

    private static float[] frame() {
        float[] frame = new float[513];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = 1f / (1 + i);
        }
        return frame;
    }

    private static void processes(int rounds) throws IOException, InterruptedException {
        List<Double> bare = new ArrayList<>();
        List<Double> load = new ArrayList<>();
        List<Double> encode = new ArrayList<>();
        start(ENCODE); // unpacks the native library, should it not be there
        for (int i = 0; i < rounds; i++) {
            bare.add(start(BARE));
            load.add(start(LOAD));
            encode.add(start(ENCODE));
        }
        say("Java alone", bare);
        say("with a shipped model loaded", load);
        say("and one frame coded", encode);
        System.out.printf(Locale.ROOT, "beyond Java: %.0f ms%n", median(encode) - median(bare));
    }

    private static double start(String what) throws IOException, InterruptedException {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), FirstCode.class.getName(), what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || !out.contains(NUMBER)) {
            throw new IllegalStateException("'" + what + "' ended with " + process.exitValue() + ": " + out);
        }
        return Double.parseDouble(
                out.substring(out.indexOf(NUMBER) + NUMBER.length()).strip());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static void say(String what, List<Double> milliseconds) {
        double[] sorted =
                milliseconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f ms of processor time (%.0f to %.0f, %d processes)%n",
                what,
                median(milliseconds),
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length);
    }

    /** One thread sends blocks of a sound through the shipped model. */
    private static void blocks() {
        SpeechModel model = Pretrained.speech16k();
        LiveCoder live = LiveCoder.of(model, 1);
        float[] in = new float[live.blockSize()];
        float[] out = new float[live.blockSize()];
        for (int i = 0; i < in.length; i++) {
            in[i] = (float) Math.sin(0.1 * i);
        }
        send(live, in, out, WARM_UP);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] each = new double[LIVE_ROUNDS];
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int round = 0; round < LIVE_ROUNDS; round++) {
            each[round] = send(live, in, out, BLOCKS);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        Arrays.sort(each);
        System.out.printf(
                Locale.ROOT,
                "a block of %d samples, analysed, coded, decoded and synthesised: %.1f µs (%.1f to %.1f, %d rounds of %d), "
                        + "%.2f bytes allocated%n",
                in.length,
                each[LIVE_ROUNDS / 2],
                each[0],
                each[LIVE_ROUNDS - 1],
                LIVE_ROUNDS,
                BLOCKS,
                (double) bytes / LIVE_ROUNDS / BLOCKS);
    }

    /** Microseconds for a block. */
    private static double send(LiveCoder live, float[] in, float[] out, int blocks) {
        long start = System.nanoTime();
        for (int i = 0; i < blocks; i++) {
            live.process(in, out);
        }
        return (System.nanoTime() - start) / 1e3 / blocks;
    }
}
