/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Program;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Goes through all sequences of a source in order: short ones in batches, long ones one by one. */
final class SequenceWalk {
    /** Longer sequences go alone: a batch has room for its longest. */
    private static final int SHORT = 128;

    /** Frames of a batch of short ones. */
    private static final int BATCH = 1024;

    private final Function<BatchShape, Program> compiler;
    private final Map<BatchShape, Program> programs = new HashMap<>();

    SequenceWalk(Function<BatchShape, Program> compiler) {
        this.compiler = compiler;
    }

    /** What to do with a batch that is staged. */
    interface Visitor {
        void visit(Program program, int frames);
    }

    /** Refuses what is no sequences. */
    static Sequences require(FrameSource data) {
        if (data instanceof Sequences sequences) {
            return sequences;
        }
        throw new IllegalArgumentException(
                "a model of time needs to know where sequences begin and end: give it Sequences," + " not "
                        + data.description());
    }

    void each(FrameSource data, long key, Visitor visitor) {
        Sequences sequences = require(data);
        int longest = sequences.longest();
        int together = longest > SHORT ? 1 : Math.max(1, BATCH / longest);
        for (int first = 0; first < sequences.count(); first += together) {
            int count = Math.min(together, sequences.count() - first);
            int[] numbers = new int[count];
            int frames = 0;
            for (int i = 0; i < count; i++) {
                numbers[i] = first + i;
                frames += sequences.length(first + i);
            }
            int room = together == 1 ? SequencePrograms.room(sequences.length(first)) : longest;
            Program program = programs.computeIfAbsent(BatchShape.of(count, room), compiler);
            program.stage(data, numbers, 0);
            program.stage(Noise.ofPoints(key, 0));
            visitor.visit(program, frames);
        }
    }
}
