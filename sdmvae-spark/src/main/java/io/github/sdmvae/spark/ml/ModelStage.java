/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import io.github.sdmvae.model.Vae;
import io.github.sdmvae.spark.ModelBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.reflect.ClassTag$;

/**
 * A stage of a pipeline that applies a model to a column of rows, each by itself. Holds the model as the bytes of its file,
 * which is what is sent to executors and what is saved, as {@code model.sdmvae} beside the stage's metadata.
 *
 * @param <M> the stage
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // javadoc has @serial exclude for classes
public abstract class ModelStage<M extends ModelStage<M>> extends Model<M> implements HoldsModel, MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final byte[] model;
    private final Param<String> inputCol;
    private final Param<String> outputCol;

    ModelStage(String uid, byte[] model) {
        this.uid = uid;
        this.model = model;
        this.inputCol = new Param<>(uid, "inputCol", "column of rows: array of numbers or vector");
        this.outputCol =
                new Param<>(uid, "outputCol", "column for the result: array<float>, or vector if the input is one");
    }

    abstract RowUse use();

    abstract M with(String newUid, byte[] bytes);

    static byte[] bytes(Vae model) {
        try {
            return ModelBytes.of(model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] model() {
        return model;
    }

    /**
     * Name of this stage.
     *
     * @return unique
     */
    @Override
    public String uid() {
        return uid;
    }

    /**
     * The parameter.
     *
     * @return column of rows: array of numbers or vector
     */
    public Param<String> inputCol() {
        return inputCol;
    }

    /**
     * The parameter.
     *
     * @return column for the result
     */
    public Param<String> outputCol() {
        return outputCol;
    }

    /**
     * Sets the column of rows.
     *
     * @param column arrays of numbers or vectors
     * @return this
     */
    public M setInputCol(String column) {
        set(inputCol, column);
        return self();
    }

    /**
     * Sets the column for the result.
     *
     * @param column must not be there yet
     * @return this
     */
    public M setOutputCol(String column) {
        set(outputCol, column);
        return self();
    }

    abstract M self();

    @Override
    public Dataset<Row> transform(Dataset<?> data) {
        DataType output =
                transformSchema(data.schema()).apply(getOrDefault(outputCol)).dataType();
        boolean vector = output.equals(SQLDataTypes.VectorType());
        Broadcast<byte[]> sent =
                data.sparkSession().sparkContext().broadcast(model, ClassTag$.MODULE$.apply(byte[].class));
        String column = getOrDefault(inputCol);
        RowFunction function = new RowFunction(use(), sent, ModelBytes.fingerprint(model), column, vector);
        return data.withColumn(
                getOrDefault(outputCol), functions.udf(function, output).apply(data.col(column)));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        DataType input = Columns.numbers(schema, getOrDefault(inputCol));
        return Columns.with(schema, getOrDefault(outputCol), Columns.like(input));
    }

    @Override
    public M copy(ParamMap extra) {
        return copyValues(with(uid, model), extra);
    }

    @Override
    public MLWriter write() {
        return new ModelFiles.Writer(this);
    }
}
