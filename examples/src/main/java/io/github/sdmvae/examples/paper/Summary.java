/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A table as far as it is finished.
 *
 * @param lines in the order of the table: by m, then by row
 */
record Summary(List<Line> lines) {

    /** A finished cell. */
    record Finished(Cell cell, CellResult result) {}

    /**
     * A row of the table for one m.
     *
     * @param title of the row
     * @param latent m
     * @param cells one per seed, at least one
     */
    record Line(String title, int latent, List<Finished> cells) {
        Spread of(Measure measure) {
            return of(result -> result.mean(measure));
        }

        Spread of(ToDoubleFunction<CellResult> figure) {
            return Spread.of(
                    cells.stream().map(c -> figure.applyAsDouble(c.result())).toList());
        }

        double paper(Measure measure) {
            return cells.get(0).cell().figures().of(measure, latent);
        }

        String id() {
            return cells.get(0).cell().row();
        }

        int codeSize() {
            return cells.get(0).result().codeSize();
        }

        /** Differences to another line, seed by seed; empty if they share no seed. */
        Spread minus(Line other, Measure measure) {
            List<Double> differences = new ArrayList<>();
            for (Finished mine : cells) {
                for (Finished theirs : other.cells) {
                    if (mine.cell().seed() == theirs.cell().seed()) {
                        differences.add(
                                mine.result().mean(measure) - theirs.result().mean(measure));
                    }
                }
            }
            return Spread.of(differences);
        }
    }

    static Summary of(List<Finished> finished) {
        Map<String, List<Finished>> groups = new LinkedHashMap<>();
        finished.stream()
                .sorted(java.util.Comparator.comparingInt(f -> f.cell().latent()))
                .forEach(f -> groups.computeIfAbsent(
                                f.cell().latent() + " " + f.cell().row(), key -> new ArrayList<>())
                        .add(f));
        return new Summary(groups.values().stream()
                .map(cells -> new Line(
                        cells.get(0).cell().title(), cells.get(0).cell().latent(), List.copyOf(cells)))
                .toList());
    }

    /** The sizes m in the table. */
    List<Integer> latents() {
        return lines.stream().map(Line::latent).distinct().toList();
    }

    List<Line> of(int latent) {
        return lines.stream().filter(line -> line.latent() == latent).toList();
    }

    /** The line of a row for an m, or null. */
    @Nullable
    Line find(String row, int latent) {
        return lines.stream()
                .filter(line -> line.latent() == latent && line.id().equals(row))
                .findFirst()
                .orElse(null);
    }

    long undefinedFrames() {
        return lines.stream()
                .flatMap(line -> line.cells().stream())
                .flatMap(cell -> cell.result().utterances().stream())
                .mapToLong(UtteranceScores::undefinedFrames)
                .sum();
    }
}
