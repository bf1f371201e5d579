/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The report's part on libtorch. */
final class LibtorchChapter {
    private static final String STEP = "training step";
    private static final String RECONSTRUCTION = "reconstruction";

    private final List<Outcome> outcomes = new ArrayList<>();

    LibtorchChapter(Path folder) throws IOException {
        for (Section section : List.of(Section.LIBTORCH1, Section.LIBTORCH2)) {
            Path file = section.file(folder, "outcomes");
            if (Files.exists(file)) {
                outcomes.addAll(read(file));
            }
        }
    }

    private static List<Outcome> read(Path file) throws IOException {
        return Arrays.stream(new Gson().fromJson(Files.readString(file), Outcome[].class))
                .filter(o -> !o.work().equals(LibtorchComparison.DEAD_CODES))
                .toList();
    }

    /** What dead codes cost, in turn with living ones; empty if that has not been measured. */
    static String deadCodes(Path folder) throws IOException {
        Path file = Section.LIBTORCH1.file(folder, "outcomes");
        if (!Files.exists(file)) {
            return "";
        }
        return Arrays.stream(new Gson().fromJson(Files.readString(file), Outcome[].class))
                .filter(o -> o.work().equals(LibtorchComparison.DEAD_CODES))
                .map(o -> "Steps of both models in turn, 60 rounds: dead codes take "
                        + o.ratios().get(0).text() + " times as long as living ones.\n\n")
                .findFirst()
                .orElse("");
    }

    String text() {
        if (outcomes.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("""
                ## Against libtorch

                The same work by libtorch (eager, autograd) and by this library, in turn in one process, round by round, on
                equal threads, after a check that both compute the same loss, reconstruction and powers from the same weights,
                noise and signal. The paper's size: n = 513, hidden 128, m = k = 32. Ratios are medians over 60 rounds
                (15 of the trainer's epochs), in brackets the 10th and 90th percentile. "Products": the matrix products alone, by the same OpenBLAS on one thread,
                in the same rounds. Transforms: 10 s at 16 kHz, window 1024, hop 256, both sides in the same precision; ours in the
                calling thread alone.
                """);
        text.append(table());
        text.append(targets());
        return text.toString();
    }

    private String table() {
        MarkdownTable table = new MarkdownTable(
                "work",
                "threads",
                "frames per call",
                "ours, frames/s",
                "libtorch, frames/s",
                "times as fast as libtorch",
                "ours / products",
                "libtorch / products");
        for (Outcome o : outcomes) {
            boolean floored = o.ratios().size() > 1;
            table.row(
                    o.work(),
                    Integer.toString(o.threads()),
                    Integer.toString(o.frames()),
                    MarkdownTable.figure(o.framesPerSecond(Contest.OURS)),
                    MarkdownTable.figure(o.framesPerSecond(Contest.THEIRS)),
                    o.ratio(Contest.GAIN).text(),
                    floored ? o.ratio(Contest.OVERHEAD).text() : "",
                    floored ? o.ratio(Contest.ROOM).text() : "");
        }
        return table.toString();
    }

    private String targets() {
        StringBuilder text = new StringBuilder();
        for (Outcome o : outcomes) {
            text.append("- ").append(verdict(o)).append('\n');
        }
        return text.append('\n').toString();
    }

    private static String verdict(Outcome o) {
        double gain = o.ratio(Contest.GAIN).median();
        String what = String.format(
                Locale.ROOT,
                "%s, %d frames, %s: ",
                o.work(),
                o.frames(),
                o.threads() == 1 ? "1 thread" : o.threads() + " threads");
        if (o.work().equals(STEP)) {
            return what + met(gain, 1.5) + " " + overhead(o);
        }
        if (o.work().startsWith(RECONSTRUCTION)) {
            return what + met(gain, 1.3) + (gain >= 1.3 ? "" : " " + room(o));
        }
        return what + met(gain, transformGoal(o));
    }

    private static double transformGoal(Outcome o) {
        if (!o.work().contains("single")) {
            return 1;
        }
        return o.work().endsWith("complex") ? 1.2 : 1.5;
    }

    private static String met(double gain, double goal) {
        return String.format(
                Locale.ROOT,
                "%.2f times as fast as libtorch, aimed at %.1f: %s.",
                gain,
                goal,
                gain >= goal ? "reached" : "missed");
    }

    private static String overhead(Outcome o) {
        if (o.threads() > 1) {
            return "The products beside it run on one thread, so that their ratio says nothing on the aim of 1.25.";
        }
        double overhead = o.ratio(Contest.OVERHEAD).median();
        return String.format(
                Locale.ROOT,
                "%.2f times the products alone, aimed at 1.25 at most: %s.%s",
                overhead,
                overhead <= 1.25 ? "reached" : "missed",
                overhead <= 1.25
                        ? ""
                        : " What is not products is mostly the likelihood (an exponential per value) and Adam: see the kernels below.");
    }

    /** Why twice as fast may be out of reach: both sides spend their time in the same products. */
    private static String room(Outcome o) {
        double room = o.ratio(Contest.ROOM).median();
        if (o.threads() > 1) {
            return String.format(
                    Locale.ROOT,
                    "libtorch needs %.2f times the products alone on one thread; ours are shared among threads.",
                    room);
        }
        double own = o.side(Contest.OURS).median();
        return String.format(
                Locale.ROOT,
                "Both sides have OpenBLAS do the same products, and libtorch takes only %.2f times as long as those alone:"
                        + " with nothing at all beside them, the factor would be %.2f. Ours takes %.0f µs, of which they are %.0f.",
                room,
                room,
                own,
                o.side(Contest.PRODUCTS).median());
    }
}
