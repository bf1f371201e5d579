/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.examples.paper.Summary.Finished;
import io.github.sdmvae.examples.training.DurationText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTextTest {
    private static final TableSettings SETTINGS =
            new TableSettings(500, 20, 1e-4, 128, List.of(128), Integer.MAX_VALUE);

    private static CellResult result(Cell cell, double... hoyer) {
        List<UtteranceScores> utterances = new ArrayList<>();
        for (double value : hoyer) {
            Map<String, Double> values = new LinkedHashMap<>();
            if (!Double.isNaN(value)) {
                values.put(Measure.HOYER.key(), value);
            }
            utterances.add(new UtteranceScores("u" + utterances.size(), values, 3));
        }
        return new CellResult(
                cell.id(),
                "",
                32,
                7,
                "",
                1,
                0,
                0,
                0,
                List.of(),
                utterances,
                Map.of(Measure.ENTRIES_90.key(), 10.0 + hoyer[0]));
    }

    private static Finished finished(PaperRow row, int m, long seed, double... hoyer) {
        Cell cell = Cell.trained(row, m, seed);
        return new Finished(cell, result(cell, hoyer));
    }

    private static final Summary SUMMARY = Summary.of(List.of(
            finished(PaperRow.VAE, 32, 1, 0.3, 0.5, Double.NaN),
            finished(PaperRow.SDM_I, 64, 1, 0.8),
            finished(PaperRow.SDM_I, 32, 1, 0.6),
            finished(PaperRow.VAE, 32, 2, 0.2),
            finished(PaperRow.SDM_I, 32, 2, 0.8)));

    @Test
    void figures_overUtterancesThenSeeds() {
        Spread spread = SUMMARY.lines().get(0).of(Measure.HOYER);
        assertThat(spread.mean()).isCloseTo(0.3, org.assertj.core.data.Offset.offset(1e-15));
        assertThat(spread.deviation()).isCloseTo(Math.sqrt(0.02), org.assertj.core.data.Offset.offset(1e-15));
        assertThat(spread.count()).isEqualTo(2);
        assertThat(SUMMARY.undefinedFrames()).isEqualTo(21);
    }

    @Test
    void lines_byLatentThenRow() {
        assertThat(SUMMARY.lines())
                .extracting(line -> line.id() + line.latent())
                .containsExactly("vae32", "sdm-i32", "sdm-i64");
        assertThat(SUMMARY.latents()).containsExactly(32, 64);
    }

    @Test
    void markdown_hasOursAndThePapers() {
        String text = new TableText(SUMMARY, "my|data", SETTINGS).markdown();
        assertThat(text).contains("0.300 ± 0.141 | 0.40 |", "0.700 ± 0.141 | 0.64 |", "| 0.800 | 0.73 |");
        assertThat(text).contains("my\\|data", "TCD-TIMIT", "n/a", "left out of its mean: 21");
        assertThat(text).contains("+0.400 ± 0.283", "| 10.3 ± 0.1 |", "+0.5 ± 0.2 |");
        assertThat(text).contains("entries for 90 %", "depends on the scale", "floor of 1e-10");
    }

    @Test
    void csv_toTheLastDigit() throws IOException {
        List<String> lines = new TableCsv(SUMMARY).table().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).startsWith("vae,VAE,32,32,2,,,3.29,").containsPattern("0\\.1414213562373\\d+,0\\.4");
    }

    @Test
    void spread_ofOneOrNone() {
        assertThat(Spread.of(List.of(2.0)).text(1)).isEqualTo("2.0");
        assertThat(Spread.of(List.of()).text(1)).isEqualTo("n/a");
        assertThat(Spread.of(List.of(-1.0, -3.0)).text(1)).isEqualTo("−2.0 ± 1.4");
        assertThat(Spread.of(List.of(1.0)).signed(1)).isEqualTo("+1.0");
    }

    @Test
    void paperFigures_areThoseOfTable1() {
        assertThat(PaperRow.VAE.figures().of(Measure.PESQ_RAW, 32)).isEqualTo(3.29);
        assertThat(PaperRow.SDM_DCT64.figures().of(Measure.HOYER, 64)).isEqualTo(0.76);
        assertThat(PaperRow.SDM_I.figures().of(Measure.STOI, 32)).isNaN();
        assertThat(PaperRow.SDM_I.figures().of(Measure.ESTOI, 16)).isNaN();
    }

    @Test
    void timeLeft_byWhatEndedAndAtMost() {
        List<Cell> cells = List.of(
                Cell.trained(PaperRow.VAE, 32, 1),
                Cell.trained(PaperRow.VAE, 32, 2),
                Cell.trained(PaperRow.VAE, 32, 3));
        TimeLeft time = new TimeLeft(cells, 500, 1);
        assertThat(time.text()).isEqualTo("time left not known yet");
        CellResult.Epoch epoch = new CellResult.Epoch(0, 0, 0, 0);
        CellResult ended = new CellResult(
                "", "", 32, 80, "", 600, 0, 0, 0, java.util.Collections.nCopies(100, epoch), List.of(), null);
        time.found(cells.get(0), ended);
        assertThat(time.text()).isEqualTo("about 20 min left, at most 1 h 40 min");
        time.resumed(cells.get(1), 50);
        assertThat(time.text()).isEqualTo("about 15 min left, at most 1 h 35 min");
        assertThat(DurationText.of(59.4)).isEqualTo("59 s");
    }
}
