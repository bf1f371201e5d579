/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import io.github.sdmvae.model.Vae;
import io.github.sdmvae.spark.Processors;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * A model applied to a column. Sent as a broadcast of bytes, a name and some settings, the driver's processor among them: an
 * executor with another one warns in its log.
 */
final class RowFunction implements UDF1<Object, Object> {
    private static final long serialVersionUID = 1;

    private final RowUse use;
    private final Broadcast<byte[]> model;
    private final String fingerprint;
    private final String column;
    private final boolean vector;
    private final String processor = Processors.own();
    private transient @Nullable Vae loaded;

    RowFunction(RowUse use, Broadcast<byte[]> model, String fingerprint, String column, boolean vector) {
        this.use = use;
        this.model = model;
        this.fingerprint = fingerprint;
        this.column = column;
        this.vector = vector;
    }

    @Override
    public @Nullable Object call(@Nullable Object row) {
        // Null in, null out, as everywhere in SQL.
        if (row == null) {
            return null;
        }
        Vae vae = loaded;
        if (vae == null) {
            Processors.warnIfMixed(List.of(processor, Processors.own()));
            vae = LoadedModels.of(fingerprint, model.value());
            loaded = vae;
        }
        float[] values = Columns.floats(row, column);
        try {
            return Columns.of(use.of(vae, values), vector);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("column '" + column + "': " + e.getMessage(), e);
        }
    }
}
