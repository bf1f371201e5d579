/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.RecurrentCell;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a model is one of time, and how it is trained then: options of {@link TrainSpeech}. */
final class TimeSettings {
    private static final String ARCHITECTURES = "static, rvae (causal), rvae-bidirectional, rvae-streaming or dkf;"
            + " -free behind an rvae leaves out the encoder's recurrence over codes";

    /** Gradient norm at most: none of the sources has a limit, single frames ask for one. */
    static final double CLIPPING = 5;

    @Option(
            names = "--architecture",
            paramLabel = "NAME",
            defaultValue = "static",
            description = ARCHITECTURES + ". Default: ${DEFAULT-VALUE}.")
    private String architecture = "static";

    @Option(
            names = "--cell",
            paramLabel = "NAME",
            defaultValue = "lstm",
            description = "Recurrent layers: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private RecurrentCell cell = RecurrentCell.LSTM;

    @Option(
            names = "--piece-frames",
            paramLabel = "N",
            defaultValue = "50",
            description = "Frames of the pieces that models of time train on. Default: ${DEFAULT-VALUE}.")
    private int frames = 50;

    @Option(
            names = "--pieces",
            paramLabel = "N",
            defaultValue = "8",
            description = "Pieces in a step, for models of time. Default: ${DEFAULT-VALUE}.")
    private int pieces = 8;

    /** Null for a static model. */
    @Nullable
    Dynamics dynamics() {
        String name = architecture.toLowerCase(Locale.ROOT);
        boolean free = name.endsWith("-free");
        Dynamics chosen = switch (free ? name.substring(0, name.length() - "-free".length()) : name) {
            case "static" -> null;
            case "rvae" -> Dynamics.rvae();
            case "rvae-bidirectional" -> Dynamics.bidirectionalRvae();
            case "rvae-streaming" -> Dynamics.streamingRvae();
            case "dkf" -> Dynamics.dkf();
            default ->
                throw new IllegalArgumentException("--architecture must be " + ARCHITECTURES + ", got " + architecture);
        };
        if (free && (chosen == null || !name.startsWith("rvae"))) {
            throw new IllegalArgumentException("--architecture must be " + ARCHITECTURES + ", got " + architecture);
        }
        if (chosen == null) {
            return null;
        }
        Dynamics withCell = chosen.withCell(cell);
        return free ? withCell.withRecurrence(CodeRecurrence.NONE) : withCell;
    }

    int frames() {
        return frames;
    }

    int pieces() {
        return pieces;
    }
}
