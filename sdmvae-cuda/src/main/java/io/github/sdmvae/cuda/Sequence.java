/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    interface Work {
        void on(Lane lane);

        String name();
    }

    /** A launch. */
    private record OneLaunch(Launch launch) implements Work {
        @Override
        public void on(Lane lane) {
            lane.launch(launch);
        }

        @Override
        public String name() {
            return launch.kernel().name();
        }
    }

    /** A product. */
    private record OneProduct(Lane.Product product) implements Work {
        @Override
        public void on(Lane lane) {
            lane.product(product);
        }

        @Override
        public String name() {
            return "product " + product.m() + " x " + product.k() + " x " + product.n();
        }
    }

    Sequence then(Launch launch) {
        pieces.add(new OneLaunch(launch));
        return this;
    }

    Sequence then(Lane.Product product) {
        pieces.add(new OneProduct(product));
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

    /** The first piece of each kernel, and each size of product, by its name. */
    Map<String, Work> named() {
        Map<String, Work> all = new LinkedHashMap<>();
        for (Work piece : pieces) {
            all.putIfAbsent(piece.name(), piece);
        }
        return all;
    }

    /** Piece by piece. */
    void each(Lane lane) {
        pieces.forEach(piece -> piece.on(lane));
    }

    /** Products alone. */
    void products(Lane lane) {
        pieces.stream().filter(piece -> piece instanceof OneProduct).forEach(piece -> piece.on(lane));
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
