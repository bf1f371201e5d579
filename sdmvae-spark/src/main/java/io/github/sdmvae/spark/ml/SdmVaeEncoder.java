/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import io.github.sdmvae.model.Vae;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/**
 * Encodes a column of rows: for each its deterministic code, as {@link Vae#encode} of {@code model.tiled(1)} gives it. The
 * code of a row depends on the row alone, not on partitions, machines (of one kind) or neighbours.
 *
 * <pre>{@code
 * Dataset<Row> codes = SdmVaeEncoder.of(vae).setInputCol("frame").setOutputCol("code").transform(frames);
 * }</pre>
 *
 * <p>A row outside the likelihood's domain or of another length fails the query, naming column and value; null gives null.
 */
public final class SdmVaeEncoder extends ModelStage<SdmVaeEncoder> {
    private static final long serialVersionUID = 1;

    SdmVaeEncoder(String uid, byte[] model) {
        super(uid, model);
    }

    /**
     * A stage that encodes.
     *
     * @param model whose parts are all the library's own
     * @return input column {@code features}, output column {@code code}, until they are set
     */
    public static SdmVaeEncoder of(Vae model) {
        return of(bytes(model));
    }

    static SdmVaeEncoder of(byte[] model) {
        SdmVaeEncoder stage = new SdmVaeEncoder(Identifiable.randomUID("sdmVaeEncoder"), model);
        return stage.setInputCol("features").setOutputCol("code");
    }

    /**
     * The other half of the same model.
     *
     * @return decodes this stage's output column
     */
    public SdmVaeDecoder decoder() {
        return SdmVaeDecoder.of(model()).setInputCol(getOrDefault(outputCol()));
    }

    @Override
    RowUse use() {
        return RowUse.ENCODE;
    }

    @Override
    SdmVaeEncoder with(String newUid, byte[] bytes) {
        return new SdmVaeEncoder(newUid, bytes);
    }

    @Override
    SdmVaeEncoder self() {
        return this;
    }

    /**
     * Reads saved stages; pipelines use it, too.
     *
     * @return the reader
     */
    public static MLReader<SdmVaeEncoder> read() {
        return new ModelFiles.Reader<>(SdmVaeEncoder.class, SdmVaeEncoder::new);
    }

    /**
     * Reads a saved stage.
     *
     * @param path as given to {@code write().save(path)}
     * @return the stage
     */
    public static SdmVaeEncoder load(String path) {
        return read().load(path);
    }
}
