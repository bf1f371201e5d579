/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import io.github.sdmvae.model.Vae;
import io.github.sdmvae.spark.ModelBytes;
import io.github.sdmvae.spark.TaskEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The models that this process has loaded, the last few: tasks come and go, models stay. Safe for use from several threads. */
final class LoadedModels {
    private static final int MOST = 4;
    private static final Map<String, Vae> LOADED = new LinkedHashMap<>(MOST, 0.75f, true);

    private LoadedModels() {}

    /** The model in tiles of one row: what comes of a row depends on the row alone, not on its partition or place in it. */
    static Vae of(String fingerprint, byte[] bytes) {
        synchronized (LOADED) {
            Vae known = LOADED.get(fingerprint);
            if (known != null) {
                return known;
            }
            Vae loaded = load(bytes);
            LOADED.put(fingerprint, loaded);
            if (LOADED.size() > MOST) {
                LOADED.remove(LOADED.keySet().iterator().next());
            }
            return loaded;
        }
    }

    /** The engine's threads are daemons and few; they stay with the model. */
    private static Vae load(byte[] bytes) {
        try {
            Vae model = ModelBytes.load(bytes, TaskEngine.open());
            if (model.definition().dynamics() != null) {
                throw new IllegalArgumentException(
                        "not yet supported in queries: models of time; rows of a query have no order");
            }
            return model.tiled(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
