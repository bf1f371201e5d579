/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.spark.FrameData;
import io.github.sdmvae.spark.ModelBytes;
import io.github.sdmvae.spark.sgd.LocalSgd;
import io.github.sdmvae.spark.sgd.LocalSgdOptions;
import io.github.sdmvae.spark.sgd.LocalSgdOptions.Moments;
import io.github.sdmvae.spark.sgd.LocalSgdResult;
import io.github.sdmvae.train.TrainingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a model on a column of rows by {@link LocalSgd} and gives the encoder.
 *
 * <pre>{@code
 * SdmVaeEncoder encoder = SdmVae.of(definition, options, LocalSgdOptions.of(8, 2000))
 *         .setFolder("/shared/run")
 *         .setInputCol("frame")
 *         .fit(frames);
 * }</pre>
 *
 * <p>The rows are first written to the folder, in the order of a hash of their contents; which of them are for validation is
 * decided by the hash, too. So the model depends on the rows, not on how the dataset is cut or ordered. Called again with the
 * same rows, after the driver was killed for instance, it goes on from the newest round.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // javadoc has @serial exclude for classes
public final class SdmVae extends Estimator<SdmVaeEncoder> implements HoldsModel, MLWritable {
    private static final long serialVersionUID = 1;
    private static final double VALIDATION = 0.1;

    private final String uid;
    private final byte[] definition;
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final Param<String> folder;
    private final Param<String> options;
    private final IntParam workers;
    private final IntParam stepsPerRound;
    private final Param<String> moments;
    private final DoubleParam validationPart;

    private SdmVae(String uid, byte[] definition) {
        this.uid = uid;
        this.definition = definition;
        this.inputCol = new Param<>(uid, "inputCol", "column of rows: array of numbers or vector");
        this.outputCol = new Param<>(uid, "outputCol", "column for the encoder's codes");
        this.folder =
                new Param<>(uid, "folder", "for rows and rounds, on storage that all machines see under this path");
        this.options = new Param<>(uid, "options", "of the training, as JSON");
        this.workers = new IntParam(uid, "workers", "logical workers");
        this.stepsPerRound = new IntParam(uid, "stepsPerRound", "steps of a worker between averages");
        this.moments = new Param<>(uid, "moments", "AVERAGED or RESET");
        this.validationPart = new DoubleParam(uid, "validationPart", "part of the rows for validation");
        setDefault(inputCol, "features");
        setDefault(outputCol, "code");
        setDefault(validationPart, VALIDATION);
    }

    /**
     * An estimator.
     *
     * @param definition the model; its parts are the library's own
     * @param options of the training; learning rate, β and γ update are the library's own
     * @param sharing workers and rounds
     * @return input column {@code features}, output column {@code code}, a tenth of the rows for validation, until they are set
     * @throws IllegalArgumentException if something cannot be written down
     */
    public static SdmVae of(ModelDefinition definition, TrainingOptions options, LocalSgdOptions sharing) {
        SdmVae estimator;
        try {
            estimator = new SdmVae(Identifiable.randomUID("sdmVae"), ModelBytes.of(definition));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        estimator.set(estimator.options, options.toJson());
        estimator.set("workers", sharing.workers());
        estimator.set("stepsPerRound", sharing.stepsPerRound());
        estimator.set(estimator.moments, sharing.moments().name());
        return estimator;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public byte[] model() {
        return definition;
    }

    /**
     * The parameter.
     *
     * @return column of rows
     */
    public Param<String> inputCol() {
        return inputCol;
    }

    /**
     * The parameter.
     *
     * @return column for the encoder's codes
     */
    public Param<String> outputCol() {
        return outputCol;
    }

    /**
     * The parameter.
     *
     * @return for rows and rounds
     */
    public Param<String> folder() {
        return folder;
    }

    /**
     * The parameter.
     *
     * @return of the training, as {@link TrainingOptions#toJson}
     */
    public Param<String> options() {
        return options;
    }

    /**
     * The parameter.
     *
     * @return logical workers
     */
    public IntParam workers() {
        return workers;
    }

    /**
     * The parameter.
     *
     * @return steps of a worker between averages
     */
    public IntParam stepsPerRound() {
        return stepsPerRound;
    }

    /**
     * The parameter.
     *
     * @return a name of {@link Moments}
     */
    public Param<String> moments() {
        return moments;
    }

    /**
     * The parameter.
     *
     * @return part of the rows for validation
     */
    public DoubleParam validationPart() {
        return validationPart;
    }

    /**
     * Sets the column of rows.
     *
     * @param column arrays of numbers or vectors
     * @return this
     */
    public SdmVae setInputCol(String column) {
        set(inputCol, column);
        return this;
    }

    /**
     * Sets the column for the encoder's codes.
     *
     * @param column must not be there yet
     * @return this
     */
    public SdmVae setOutputCol(String column) {
        set(outputCol, column);
        return this;
    }

    /**
     * Sets the folder, without which nothing can be fitted.
     *
     * @param path on storage that all machines see under this path; one per training
     * @return this
     */
    public SdmVae setFolder(String path) {
        set(folder, path);
        return this;
    }

    /**
     * Sets the part of the rows for validation.
     *
     * @param part above 0 and below 1
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public SdmVae setValidationPart(double part) {
        if (!(part > 0 && part < 1)) {
            throw new IllegalArgumentException("the part for validation must be above 0 and below 1, got " + part);
        }
        set("validationPart", part);
        return this;
    }

    @Override
    public SdmVaeEncoder fit(Dataset<?> data) {
        try {
            LocalSgdResult result = train(data);
            SdmVaeEncoder encoder = SdmVaeEncoder.of(result.training().model())
                    .setInputCol(getOrDefault(inputCol))
                    .setOutputCol(getOrDefault(outputCol));
            return encoder.setParent(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Trains, and tells more than {@link #fit}.
     *
     * @param data with the column of rows
     * @return model, history, and where the time went
     * @throws IOException if the folder cannot be used, or holds another training or other rows
     * @throws IllegalStateException if no folder is set
     */
    public LocalSgdResult train(Dataset<?> data) throws IOException {
        transformSchema(data.schema());
        if (!isDefined(folder)) {
            throw new IllegalStateException(
                    "set a folder on storage that all machines see: rows and rounds are kept there");
        }
        Path root = Path.of(getOrDefault(folder)).toAbsolutePath().normalize();
        ModelDefinition model = ModelBytes.load(definition, Engines.standard()).definition();
        int width = model.inputSize();
        double part = (Double) getOrDefault(validationPart);
        String column = getOrDefault(inputCol);
        JavaRDD<float[]> rows =
                data.select(data.col(column)).toDF().javaRDD().map(row -> row(row.get(0), column, width));
        FrameData training =
                StagedRows.stage(rows.filter(row -> !StagedRows.isHeldOut(row, part)), width, root.resolve("training"));
        FrameData validation = StagedRows.stage(
                rows.filter(row -> StagedRows.isHeldOut(row, part)), width, root.resolve("validation"));
        return LocalSgd.of(TrainingOptions.fromJson(getOrDefault(options)), sharing())
                .checkpoints(root.resolve("rounds"))
                .fit(data.sparkSession(), model, training, validation);
    }

    private LocalSgdOptions sharing() {
        return new LocalSgdOptions(
                (Integer) getOrDefault(workers),
                (Integer) getOrDefault(stepsPerRound),
                Moments.valueOf(getOrDefault(moments)));
    }

    private static float[] row(Object value, String column, int width) {
        float[] row = Columns.floats(value, column);
        if (row.length != width) {
            throw new IllegalArgumentException(
                    "column '" + column + "': a row has " + row.length + " values, the model's input " + width);
        }
        return row;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        DataType input = Columns.numbers(schema, getOrDefault(inputCol));
        return Columns.with(schema, getOrDefault(outputCol), Columns.like(input));
    }

    @Override
    public SdmVae copy(ParamMap extra) {
        return copyValues(new SdmVae(uid, definition), extra);
    }

    @Override
    public MLWriter write() {
        return new ModelFiles.Writer(this);
    }

    /**
     * Reads saved estimators; pipelines use it, too.
     *
     * @return the reader
     */
    public static MLReader<SdmVae> read() {
        return new ModelFiles.Reader<>(SdmVae.class, SdmVae::new);
    }

    /**
     * Reads a saved estimator.
     *
     * @param path as given to {@code write().save(path)}
     * @return the estimator
     */
    public static SdmVae load(String path) {
        return read().load(path);
    }
}
