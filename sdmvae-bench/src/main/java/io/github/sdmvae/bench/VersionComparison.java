/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Two versions of the library against each other, in processes of their own in turn: the ratio of medians, new to old, with
 * its 95 % interval by resampling processes.
 *
 * <p>{@code java -cp BENCH io.github.sdmvae.bench.VersionComparison OLD_CLASS_PATH NEW_CLASS_PATH [PAIRS] [ROUNDS]}
 */
public final class VersionComparison {
    private static final int RESAMPLES = 4000;

    private VersionComparison() {}

    /**
     * Compares.
     *
     * @param arguments class paths of the two versions with their dependencies; pairs of processes (20) and rounds in each
     *     (12)
     * @throws Exception if a process fails
     */
    public static void main(String[] arguments) throws Exception {
        int pairs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 12;
        for (String work : List.of("step", "frame")) {
            List<double[]> before = new ArrayList<>();
            List<double[]> after = new ArrayList<>();
            for (int pair = 0; pair < pairs; pair++) {
                // The first of a pair changes, so that neither version always runs on the warmer machine.
                boolean newFirst = pair % 2 == 1;
                double[] first = run(arguments[newFirst ? 1 : 0], work, rounds);
                double[] second = run(arguments[newFirst ? 0 : 1], work, rounds);
                before.add(newFirst ? second : first);
                after.add(newFirst ? first : second);
            }
            report(work, before, after);
        }
        System.out.printf(
                Locale.ROOT,
                "memory of 16 threads, MB: before %.1f, after %.1f%n",
                run(arguments[0], "memory", 1)[0] / 1e6,
                run(arguments[1], "memory", 1)[0] / 1e6);
    }

    private static void report(String work, List<double[]> before, List<double[]> after) {
        Random random = new Random(1);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            List<double[]> a = new ArrayList<>();
            List<double[]> b = new ArrayList<>();
            for (int pair = 0; pair < before.size(); pair++) {
                int drawn = random.nextInt(before.size());
                b.add(before.get(drawn));
                a.add(after.get(drawn));
            }
            ratios[i] = median(a) / median(b);
        }
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "%s: before %.1f us, after %.1f us, after/before %.3f (95 %% interval %.3f to %.3f), %d rounds each%n",
                work,
                median(before),
                median(after),
                median(after) / median(before),
                ratios[(int) (0.025 * RESAMPLES)],
                ratios[(int) (0.975 * RESAMPLES)],
                before.stream().mapToInt(r -> r.length).sum());
    }

    private static double median(List<double[]> processes) {
        double[] all =
                processes.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
        return 0.5 * (all[(all.length - 1) / 2] + all[all.length / 2]);
    }

    private static double[] run(String classPath, String work, int rounds) throws IOException, InterruptedException {
        String own = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String rest = VersionRounds.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        Process process = new ProcessBuilder(
                        own,
                        "-Xmx1g",
                        "-Dsdmvae.threads=" + System.getProperty("sdmvae.threads", "1"),
                        "-cp",
                        classPath + System.getProperty("path.separator") + rest,
                        VersionRounds.class.getName(),
                        work,
                        Integer.toString(rounds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            double[] figures = lines.lines().mapToDouble(Double::parseDouble).toArray();
            if (process.waitFor() != 0) {
                throw new IOException("the process ended with " + process.exitValue());
            }
            return figures;
        }
    }
}
