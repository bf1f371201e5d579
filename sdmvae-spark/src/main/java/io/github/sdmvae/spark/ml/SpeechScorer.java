/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import io.github.sdmvae.metrics.speech.SpeechScores;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Scores pairs of signals by PESQ, STOI and SI-SDR: a column of references and one of degraded signals, arrays of samples
 * between −1 and 1, give a column of {@code struct<pesq_nb_raw, pesq_nb_lqo, pesq_wb_lqo, stoi, estoi, si_sdr: double,
 * refusals: array<string>>}. A figure that is not defined is null, and {@code refusals} says why.
 *
 * <pre>{@code
 * new SpeechScorer().setSampleRate(16000).setReferenceCol("clean").setDegradedCol("decoded").transform(sentences)
 * }</pre>
 *
 * @see SpeechScores
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // javadoc has @serial exclude for classes
public final class SpeechScorer extends Transformer implements DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final Param<String> referenceCol;
    private final Param<String> degradedCol;
    private final Param<String> outputCol;
    private final IntParam sampleRate;

    /** A scorer of columns {@code reference} and {@code degraded} at 16 kHz into {@code scores}, until they are set. */
    public SpeechScorer() {
        this(Identifiable.randomUID("speechScorer"));
    }

    /**
     * A scorer of a given name: for Spark, which reads saved stages so.
     *
     * @param uid the name
     */
    public SpeechScorer(String uid) {
        this.uid = uid;
        this.referenceCol = new Param<>(uid, "referenceCol", "column of clean signals");
        this.degradedCol = new Param<>(uid, "degradedCol", "column of signals to be judged");
        this.outputCol = new Param<>(uid, "outputCol", "column for the scores");
        this.sampleRate = new IntParam(uid, "sampleRate", "of both signals, in Hz");
        setDefault(referenceCol, "reference");
        setDefault(degradedCol, "degraded");
        setDefault(outputCol, "scores");
        setDefault(sampleRate, 16000);
    }

    @Override
    public String uid() {
        return uid;
    }

    /**
     * The parameter.
     *
     * @return column of clean signals
     */
    public Param<String> referenceCol() {
        return referenceCol;
    }

    /**
     * The parameter.
     *
     * @return column of signals to be judged
     */
    public Param<String> degradedCol() {
        return degradedCol;
    }

    /**
     * The parameter.
     *
     * @return column for the scores
     */
    public Param<String> outputCol() {
        return outputCol;
    }

    /**
     * The parameter.
     *
     * @return of both signals, in Hz
     */
    public IntParam sampleRate() {
        return sampleRate;
    }

    /**
     * Sets the column of clean signals.
     *
     * @param column arrays of numbers or vectors
     * @return this
     */
    public SpeechScorer setReferenceCol(String column) {
        set(referenceCol, column);
        return this;
    }

    /**
     * Sets the column of signals to be judged.
     *
     * @param column arrays of numbers or vectors
     * @return this
     */
    public SpeechScorer setDegradedCol(String column) {
        set(degradedCol, column);
        return this;
    }

    /**
     * Sets the column for the scores.
     *
     * @param column must not be there yet
     * @return this
     */
    public SpeechScorer setOutputCol(String column) {
        set(outputCol, column);
        return this;
    }

    /**
     * Sets the rate.
     *
     * @param rate of both signals, in Hz; PESQ is defined at 8000 and 16000
     * @return this
     */
    public SpeechScorer setSampleRate(int rate) {
        set(sampleRate, rate);
        return this;
    }

    private static DataType scoresType() {
        StructType type = new StructType();
        for (String name : List.of("pesq_nb_raw", "pesq_nb_lqo", "pesq_wb_lqo", "stoi", "estoi", "si_sdr")) {
            type = type.add(name, DataTypes.DoubleType, true);
        }
        return type.add("refusals", DataTypes.createArrayType(DataTypes.StringType, false), false);
    }

    private static @Nullable Row score(
            @Nullable Object reference, @Nullable Object degraded, String first, String second, int rate) {
        if (reference == null || degraded == null) {
            return null;
        }
        SpeechScores scores =
                SpeechScores.of(Columns.doubles(reference, first), Columns.doubles(degraded, second), rate);
        List<@Nullable Object> values = new ArrayList<>();
        for (OptionalDouble figure : scores.byName().values()) {
            values.add(figure.isPresent() ? figure.getAsDouble() : null);
        }
        values.add(
                scores.refusals().stream().map(SpeechScores.Refusal::toString).toArray(String[]::new));
        return RowFactory.create(values.toArray());
    }

    @Override
    public Dataset<Row> transform(Dataset<?> data) {
        transformSchema(data.schema());
        String first = getOrDefault(referenceCol);
        String second = getOrDefault(degradedCol);
        int rate = (Integer) getOrDefault(sampleRate);
        return data.withColumn(
                getOrDefault(outputCol),
                functions
                        .udf((Object r, Object d) -> score(r, d, first, second, rate), scoresType())
                        .apply(data.col(first), data.col(second)));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Columns.numbers(schema, getOrDefault(referenceCol));
        Columns.numbers(schema, getOrDefault(degradedCol));
        return Columns.with(schema, getOrDefault(outputCol), scoresType());
    }

    @Override
    public SpeechScorer copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /**
     * Reads saved stages; pipelines use it, too.
     *
     * @return the reader
     */
    public static MLReader<SpeechScorer> read() {
        return new DefaultParamsReader<>();
    }

    /**
     * Reads a saved stage.
     *
     * @param path as given to {@code write().save(path)}
     * @return the stage
     */
    public static SpeechScorer load(String path) {
        return read().load(path);
    }
}
