/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import io.github.sdmvae.model.Vae;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/**
 * Decodes a column of codes: for each the mean of p(x|z), as {@link Vae#decode} of {@code model.tiled(1)} gives it; for
 * speech the power of every frequency bin. What comes of a code depends on the code alone.
 */
public final class SdmVaeDecoder extends ModelStage<SdmVaeDecoder> {
    private static final long serialVersionUID = 1;

    SdmVaeDecoder(String uid, byte[] model) {
        super(uid, model);
    }

    /**
     * A stage that decodes.
     *
     * @param model whose parts are all the library's own
     * @return input column {@code code}, output column {@code decoded}, until they are set
     */
    public static SdmVaeDecoder of(Vae model) {
        return of(bytes(model));
    }

    static SdmVaeDecoder of(byte[] model) {
        SdmVaeDecoder stage = new SdmVaeDecoder(Identifiable.randomUID("sdmVaeDecoder"), model);
        return stage.setInputCol("code").setOutputCol("decoded");
    }

    @Override
    RowUse use() {
        return RowUse.DECODE;
    }

    @Override
    SdmVaeDecoder with(String newUid, byte[] bytes) {
        return new SdmVaeDecoder(newUid, bytes);
    }

    @Override
    SdmVaeDecoder self() {
        return this;
    }

    /**
     * Reads saved stages; pipelines use it, too.
     *
     * @return the reader
     */
    public static MLReader<SdmVaeDecoder> read() {
        return new ModelFiles.Reader<>(SdmVaeDecoder.class, SdmVaeDecoder::new);
    }

    /**
     * Reads a saved stage.
     *
     * @param path as given to {@code write().save(path)}
     * @return the stage
     */
    public static SdmVaeDecoder load(String path) {
        return read().load(path);
    }
}
