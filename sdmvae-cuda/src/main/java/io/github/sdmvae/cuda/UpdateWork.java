/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.kernels.KernelParameters;

/** Clipping and Adam, with rates from the step's state. */
final class UpdateWork {
    private static final int THREADS = 256;
    private static final int BLOCKS = 64;

    private final RecordingEngine engine;
    private final KernelParameters parameters;
    private final TermsRing ring;
    private final long parts;

    UpdateWork(RecordingEngine engine, KernelParameters parameters, TermsRing ring) {
        this.engine = engine;
        this.parameters = parameters;
        this.ring = ring;
        this.parts = engine.doubles(BLOCKS);
    }

    private CudaTensor store(Store store) {
        return (CudaTensor) parameters.of(store);
    }

    void update(Sequence work, boolean clips) {
        CudaTensor gradient = store(Store.GRADIENT);
        if (clips) {
            work.then(engine.kernels()
                    .blocks(
                            KernelText.UPDATE,
                            "square_sums",
                            BLOCKS,
                            1,
                            THREADS,
                            gradient.address(),
                            parts,
                            gradient.length()));
            work.then(engine.kernels()
                    .launch(
                            KernelText.UPDATE,
                            "clip_gradient",
                            new Launch.Shape(1, 1, 1, 1, 0),
                            engine.state(),
                            parts,
                            BLOCKS,
                            ring.address(),
                            ring.columns(),
                            TermsRing.Columns.NORM));
        }
        work.then(engine.kernels()
                .each(
                        KernelText.UPDATE,
                        "adam",
                        gradient.length(),
                        engine.state(),
                        store(Store.VALUES).address(),
                        gradient.address(),
                        store(Store.FIRST_MOMENT).address(),
                        store(Store.SECOND_MOMENT).address(),
                        gradient.length()));
    }
}
