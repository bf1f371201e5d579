/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done again and again: put together once, done piece by piece the first time, so that whatever is loaded or
 * chosen at first use is, recorded the second, and run as a whole from then on. Not thread-safe.
 */
final class Sequence implements AutoCloseable {
    private final List<Work> pieces = new ArrayList<>();
    private final List<CudaTensor> kept = new ArrayList<>();
    private boolean wasRun;
    private Lane.@Nullable Recording recording;

    /** A piece of it. */
    @FunctionalInterface
    interface Work {
        void on(Lane lane);
    }

    Sequence then(Launch launch) {
        pieces.add(lane -> lane.launch(launch));
        return this;
    }

    Sequence then(Lane.Product product) {
        pieces.add(lane -> lane.product(product));
        return this;
    }

    Sequence then(Sequence other) {
        pieces.addAll(other.pieces);
        kept.addAll(other.kept);
        return this;
    }

    /** Keeps an array that pieces know by its address alone. */
    CudaTensor keep(CudaTensor tensor) {
        kept.add(tensor);
        return tensor;
    }

    /** Piece by piece. */
    void each(Lane lane) {
        pieces.forEach(piece -> piece.on(lane));
    }

    void run(Lane lane) {
        if (!wasRun) {
            each(lane);
            wasRun = true;
            return;
        }
        if (recording == null) {
            recording = record(lane);
        }
        lane.run(recording);
    }

    private Lane.Recording record(Lane lane) {
        lane.beginRecording();
        try {
            each(lane);
        } catch (RuntimeException | Error e) {
            lane.dropRecording();
            throw e;
        }
        return lane.endRecording();
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.close();
            recording = null;
        }
    }
}
