/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import io.github.sdmvae.model.Vae;

/** What a model is used for, a row at a time. */
enum RowUse {
    /** Row → code, by the posterior's mean. */
    ENCODE {
        @Override
        float[] of(Vae model, float[] row) {
            return model.encode(new float[][] {row})[0];
        }
    },
    /** Code → row, the mean of p(x|z). */
    DECODE {
        @Override
        float[] of(Vae model, float[] row) {
            return model.decode(new float[][] {row})[0];
        }
    };

    abstract float[] of(Vae model, float[] row);
}
