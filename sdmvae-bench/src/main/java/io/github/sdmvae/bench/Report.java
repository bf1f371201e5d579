/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import static io.github.sdmvae.bench.MarkdownTable.figure;
import static io.github.sdmvae.bench.MarkdownTable.ratio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report on all sections that have been measured. */
final class Report {
    private static final String CPU = "cpu";
    private static final String ND4J = "nd4j";
    private static final String ENGINE = "engine";

    private final Path folder;

    Report(Path folder) {
        this.folder = folder;
    }

    /** A part of the report. */
    @FunctionalInterface
    private interface Chapter {
        String text() throws IOException;
    }

    String text() throws IOException {
        return """
                # Results of the benchmarks

                Written by `mvn -q -pl sdmvae-bench -am compile exec:exec@results` from the root of the repository; what it runs is
                in the javadoc of `io.github.sdmvae.bench`. Engines: `cpu` (fused, the standard) and `nd4j` (the reference). One
                thread where nothing else is said. Means of 5 iterations of 1 s or 2 s (3 of 0.5 s for products and caches) after
                warm-up, in a Java of their own; ± is half the distance between the fastest and the slowest.
                Speeds of virtual machines drift from minute to minute: only what is measured in turn (against libtorch, dead codes)
                is compared more closely than by some ten per cent.
                """
                + provenance()
                + new LibtorchChapter(folder).text()
                + chapter(Section.STEP, this::step)
                + chapter(Section.SIZE, this::size)
                + new StepChapters(folder).text()
                + chapter(Section.EPOCH, this::epoch)
                + chapter(Section.KERNEL, this::kernels)
                + chapter(Section.DYING, this::dying)
                + chapter(Section.INFERENCE, this::inference)
                + new SoundChapters(folder).text();
    }

    private String chapter(Section section, Chapter chapter) throws IOException {
        return section.isMeasured(folder) ? chapter.text() : "";
    }

    private String provenance() throws IOException {
        Map<Provenance, String> sections = new LinkedHashMap<>();
        for (Section section : Section.values()) {
            if (section.isMeasured(folder)) {
                sections.merge(Provenance.read(section.provenance(folder)), section.key(), (a, b) -> a + ", " + b);
            }
        }
        MarkdownTable table = new MarkdownTable("sections", "commit", "date", "machine", "Java", "libraries");
        sections.forEach((p, of) -> table.row(of, p.commit(), p.date(), p.machine(), p.java(), p.libraries()));
        return table.toString();
    }

    private JmhRuns runs(Section section, String name) throws IOException {
        return JmhRuns.read(section.file(folder, name));
    }

    private String step() throws IOException {
        return """
                ## Training step by batch

                From drawing noise to updated weights, at the paper's size; µs.
                """ + steps("batch", runs(Section.STEP, "steps"), runs(Section.STEP, "products"));
    }

    private static String steps(String by, JmhRuns steps, JmhRuns products) {
        MarkdownTable table = new MarkdownTable(by, CPU, ND4J, "products alone", "nd4j / cpu", "cpu / products");
        for (String value : steps.values(by)) {
            JmhRuns.Run cpu = steps.get("step", ENGINE, CPU, by, value);
            JmhRuns.Run nd4j = steps.get("step", ENGINE, ND4J, by, value);
            JmhRuns.Run floor = products.get("step", by, value);
            table.row(
                    value,
                    figure(cpu),
                    figure(nd4j),
                    figure(floor),
                    ratio(nd4j.mean() / cpu.mean()),
                    ratio(cpu.mean() / floor.mean()));
        }
        return table.toString();
    }

    private String size() throws IOException {
        return """
                ## Training step by size of the model

                Batch 128; codes m = k with hidden layers of 128, then hidden layers with codes of 32; µs.
                """
                + steps("code", runs(Section.SIZE, "codes"), runs(Section.SIZE, "codes-products"))
                + steps("hidden", runs(Section.SIZE, "hidden"), runs(Section.SIZE, "hidden-products"));
    }

    private String epoch() throws IOException {
        JmhRuns runs = runs(Section.EPOCH, "engines");
        MarkdownTable table =
                new MarkdownTable("engine", "measured, ms", "speech of the README's results, s per epoch");
        for (String engine : List.of(ND4J, CPU)) {
            JmhRuns.Run run = runs.get("epochs", ENGINE, engine);
            table.row(engine, figure(run), figure(run.mean() * EpochBenchmark.PART / 1000));
        }
        return """
                ## An epoch of the trainer

                Paper's size, batch 128, 19,582 frames and 3,643 to validate on, all processors, one epoch of four, start and end
                included; times 8 for the LibriSpeech subset of the README (156,658 and 29,141 frames). Beside libtorch: above.
                """ + table;
    }

    private String kernels() throws IOException {
        JmhRuns runs = runs(Section.KERNEL, "kernels");
        double perMillion = 1e6 * runs.mean("copyOfBatch") / (128 * BenchModel.INPUT);
        MarkdownTable table = new MarkdownTable("kernel", "µs", "floor, µs", "kernel / floor", "floor");
        kernel(table, runs, "dense", runs.mean("denseProduct"), "its product");
        kernel(table, runs, "denseBackward", runs.mean("denseBackwardProducts"), "its two products");
        kernel(table, runs, "likelihood", perMillion * 1.5 * 0.065664, "copy of 1.5 · 128 · 513 values");
        kernel(table, runs, "sampleCode", perMillion * 4.5 * 0.004096, "copy of 4.5 · 128 · 32 values");
        kernel(table, runs, "adam", runs.mean("copyOfWeights") * 3.5, "copy of 3.5 · 144,000 values");
        kernel(table, runs, "noise", perMillion * 0.5 * 0.004096, "writing 4,096 values");
        double all = runs.mean("products");
        return """
                ## Kernels against their floors

                At the paper's size, batch 128. A copy reads and writes each value once: the floor of a pass that reads two
                arrays and writes one is a copy of 1.5. Such passes are not bound by memory here, but by arithmetic (exp, log,
                square roots, divisions), which the floor leaves out.
                """ + table + String.format(Locale.ROOT, "All products of a step: %s µs.%n%n", figure(all));
    }

    private static void kernel(MarkdownTable table, JmhRuns runs, String name, double floor, String what) {
        JmhRuns.Run run = runs.get(name);
        table.row(name, figure(run), figure(floor), ratio(run.mean() / floor), what);
    }

    private String dying() throws IOException {
        JmhRuns runs = runs(Section.DYING, "codes");
        MarkdownTable adam = new MarkdownTable("Adam, 144,000 weights", "gradients of 1e-3", "1e-21", "1e-40");
        MarkdownTable step = new MarkdownTable("whole step", "codes alive", "codes dead", "dead / alive");
        for (String engine : List.of(CPU, ND4J)) {
            adam.row(
                    engine,
                    figure(runs.get("adam", ENGINE, engine, "gradientSize", "1e-3")),
                    figure(runs.get("adam", ENGINE, engine, "gradientSize", "1e-21")),
                    figure(runs.get("adam", ENGINE, engine, "gradientSize", "1e-40")));
            JmhRuns.Run alive = runs.get("step", ENGINE, engine, "codes", "alive");
            JmhRuns.Run dead = runs.get("step", ENGINE, engine, "codes", "dead");
            step.row(engine, figure(alive), figure(dead), ratio(dead.mean() / alive.mean()));
        }
        return """
                ## Codes that have died out

                Values, products, gradients or moments that are denormal numbers, which some processors compute with many
                times slower; µs.
                """ + adam + step + LibtorchChapter.deadCodes(folder);
    }

    private String inference() throws IOException {
        JmhRuns runs = runs(Section.INFERENCE, "engines");
        JmhRuns products = runs(Section.INFERENCE, "products");
        MarkdownTable table = new MarkdownTable("frames", CPU, ND4J, "products alone", "nd4j / cpu", "cpu, frames/s");
        for (String batch : runs.values("batch")) {
            JmhRuns.Run cpu = runs.get("reconstruct", ENGINE, CPU, "batch", batch);
            JmhRuns.Run nd4j = runs.get("reconstruct", ENGINE, ND4J, "batch", batch);
            table.row(
                    batch,
                    figure(cpu),
                    figure(nd4j),
                    figure(products.get("reconstruction", "batch", batch)),
                    ratio(nd4j.mean() / cpu.mean()),
                    figure(Integer.parseInt(batch) / cpu.mean() * 1e6));
        }
        return """
                ## Inference

                Coding frames by the mean and decoding them, at the paper's size; µs. (Of single frames we make no matrix
                products in OpenBLAS, which has no fast way for them.)
                """ + table;
    }
}
