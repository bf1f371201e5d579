/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.metrics.speech.SpeechScores;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.spark.FrameData;
import io.github.sdmvae.spark.Small;
import io.github.sdmvae.spark.sgd.LocalSgdOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
    private static final Frames ROWS = Small.rows(70, 4);
    private static final Vae MODEL = Vae.untrained(Small.definition(2));

    @TempDir
    private Path folder;

    private static Dataset<Row> frames(boolean vector, int partitions) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS.size(); i++) {
            float[] row = ROWS.row(i);
            rows.add(RowFactory.create(i, vector ? vector(row) : row));
        }
        StructType schema = new StructType()
                .add("id", DataTypes.IntegerType)
                .add("frame", vector ? SQLDataTypes.VectorType() : DataTypes.createArrayType(DataTypes.FloatType));
        return Small.spark().createDataFrame(rows, schema).repartition(partitions);
    }

    private static Vector vector(float[] row) {
        double[] values = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            values[i] = row[i];
        }
        return Vectors.dense(values);
    }

    private static float[][] column(Dataset<Row> data, String name) {
        List<Row> rows = data.orderBy("id").select(name).collectAsList();
        float[][] values = new float[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = Columns.floats(rows.get(i).get(0), name);
        }
        return values;
    }

    @Test
    void codes_areThoseOfOneMachine_whateverThePartitions() {
        float[][] expected = MODEL.tiled(1).encode(ROWS.toRows());
        SdmVaeEncoder encoder = SdmVaeEncoder.of(MODEL).setInputCol("frame");
        for (int partitions : new int[] {1, 3, 7}) {
            assertThat(column(encoder.transform(frames(false, partitions)), "code"))
                    .isDeepEqualTo(expected);
        }
        Dataset<Row> codes = encoder.transform(frames(true, 2));
        assertThat(codes.schema().apply("code").dataType()).isEqualTo(SQLDataTypes.VectorType());
        assertThat(column(codes, "code")).isDeepEqualTo(expected);
    }

    @Test
    void decodedRows_areThoseOfOneMachine_whateverThePartitions() {
        float[][] codes = MODEL.tiled(1).encode(ROWS.toRows());
        float[][] expected = MODEL.tiled(1).decode(codes);
        SdmVaeEncoder encoder = SdmVaeEncoder.of(MODEL).setInputCol("frame");
        for (int partitions : new int[] {1, 3, 7}) {
            // Cut anew between the stages, too.
            Dataset<Row> coded = encoder.transform(frames(false, partitions)).repartition(partitions + 1);
            assertThat(column(encoder.decoder().transform(coded), "decoded")).isDeepEqualTo(expected);
        }
    }

    @Test
    void aPipeline_savedAndRead_fromParquetToParquet() throws IOException {
        SdmVaeEncoder encoder = SdmVaeEncoder.of(MODEL).setInputCol("frame");
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {encoder, encoder.decoder()});
        String parquet = folder.resolve("frames.parquet").toString();
        frames(false, 3).write().parquet(parquet);
        Dataset<Row> read = Small.spark().read().parquet(parquet);
        PipelineModel model = pipeline.fit(read);
        String saved = folder.resolve("pipeline").toString();
        model.write().save(saved);
        PipelineModel loaded = PipelineModel.load(saved);
        String out = folder.resolve("out.parquet").toString();
        loaded.transform(read).write().parquet(out);
        Dataset<Row> result = Small.spark().read().parquet(out);
        Vae one = MODEL.tiled(1);
        float[][] codes = one.encode(ROWS.toRows());
        assertThat(column(result, "code")).isDeepEqualTo(codes);
        assertThat(column(result, "decoded")).isDeepEqualTo(one.decode(codes));
        assertThat(loaded.stages()[0].uid()).isEqualTo(encoder.uid());
    }

    @Test
    void rowsThatDoNotFit_areRefused_nullGivesNull() {
        Dataset<Row> data = frames(false, 1);
        assertThatThrownBy(() -> SdmVaeEncoder.of(MODEL).transform(data)).hasMessageContaining("no column 'features'");
        assertThatThrownBy(() -> SdmVaeEncoder.of(MODEL).setInputCol("id").transform(data))
                .hasMessageContaining("array of numbers");
        assertThatThrownBy(() -> SdmVaeEncoder.of(MODEL)
                        .setInputCol("frame")
                        .setOutputCol("id")
                        .transform(data))
                .hasMessageContaining("another outputCol");
        Dataset<Row> negative = data.selectExpr("id", "transform(frame, x -> -x) as frame");
        SdmVaeEncoder encoder = SdmVaeEncoder.of(MODEL).setInputCol("frame");
        assertThatThrownBy(() -> encoder.transform(negative).collectAsList())
                .hasStackTraceContaining("column 'frame'")
                .hasStackTraceContaining("column 0");
        Dataset<Row> none =
                data.selectExpr("id", "if(id = 0, null, frame) as frame").where("id = 0");
        assertThat(encoder.transform(none).collectAsList().get(0).get(2)).isNull();
    }

    private static double[] speech() {
        double[] clean = new double[16000];
        for (int t = 0; t < clean.length; t++) {
            double envelope = Math.pow(Math.sin(2 * Math.PI * 2.5 * t / 16000), 2);
            clean[t] = 0.5 * envelope * Math.sin(2 * Math.PI * 300 * t / 16000 + 3 * Math.sin(0.002 * t));
        }
        return clean;
    }

    private static double[] noisy(double[] clean, double level, long seed) {
        Random random = new Random(seed);
        return Arrays.stream(clean)
                .map(value -> value + level * random.nextGaussian())
                .toArray();
    }

    private static Dataset<Row> pairs(List<Row> rows) {
        StructType schema = new StructType()
                .add("id", DataTypes.IntegerType)
                .add("reference", DataTypes.createArrayType(DataTypes.DoubleType))
                .add("degraded", DataTypes.createArrayType(DataTypes.DoubleType));
        return Small.spark().createDataFrame(rows, schema);
    }

    private static void assertScores(Row scores, SpeechScores expected) {
        expected.byName()
                .forEach((name, value) -> assertThat(scores.<Double>getAs(name))
                        .as(name)
                        .isEqualTo(value.isPresent() ? value.getAsDouble() : null));
    }

    @Test
    void scores_areThoseOfTheMetrics_refusalsIncluded() throws IOException {
        double[] clean = speech();
        double[] noisy = noisy(clean, 0.01, 3);
        SpeechScorer scorer = new SpeechScorer();
        String saved = folder.resolve("scorer").toString();
        scorer.write().save(saved);
        List<Row> scored = SpeechScorer.load(saved)
                .transform(pairs(
                        List.of(RowFactory.create(0, clean, noisy), RowFactory.create(1, clean, new double[16000]))))
                .orderBy("id")
                .collectAsList();
        SpeechScores expected = SpeechScores.of(clean, noisy, 16000);
        assertScores(scored.get(0).getStruct(3), expected);
        assertThat(expected.siSdr()).isPresent();
        Row refused = scored.get(1).getStruct(3);
        assertThat(refused.isNullAt(refused.fieldIndex("si_sdr"))).isTrue();
        assertThat(refused.getList(refused.fieldIndex("refusals")).toString()).contains("silent");
    }

    @Test
    void scores_areThoseOfOneMachine_whateverThePartitions() {
        double[] clean = speech();
        List<Row> rows = new ArrayList<>();
        List<SpeechScores> expected = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            double[] noisy = noisy(clean, 0.01 * (i + 1), i);
            rows.add(RowFactory.create(i, clean, noisy));
            expected.add(SpeechScores.of(clean, noisy, 16000));
        }
        for (int partitions : new int[] {1, 3}) {
            List<Row> scored = new SpeechScorer()
                    .transform(pairs(rows).repartition(partitions))
                    .orderBy("id")
                    .collectAsList();
            for (int i = 0; i < 4; i++) {
                assertScores(scored.get(i).getStruct(3), expected.get(i));
            }
        }
    }

    @Test
    void anEstimator_givesTheSameModel_howeverTheDataIsCut() throws IOException {
        SdmVae first = SdmVae.of(Small.definition(4), Small.options(2, 3), LocalSgdOptions.of(2, 2))
                .setInputCol("frame")
                .setValidationPart(0.2)
                .setFolder(folder.resolve("first").toString());
        String saved = folder.resolve("estimator").toString();
        first.write().save(saved);
        SdmVaeEncoder one = first.fit(frames(false, 1));
        SdmVae second = SdmVae.load(saved).setFolder(folder.resolve("second").toString());
        SdmVaeEncoder two = second.fit(frames(true, 5));
        float[][] codes = column(one.transform(frames(false, 2)), "code");
        assertThat(column(two.transform(frames(false, 3)), "code")).isDeepEqualTo(codes);
        int training = FrameData.of(folder.resolve("first/training")).open().size();
        int validation = FrameData.of(folder.resolve("first/validation")).open().size();
        assertThat(training + validation).isEqualTo(70);
        assertThat(validation).isBetween(5, 25);
        // Asked again, it goes on from the newest round, that is, its end.
        assertThat(column(first.fit(frames(false, 4)).transform(frames(false, 2)), "code"))
                .isDeepEqualTo(codes);
        assertThatThrownBy(() -> first.fit(frames(false, 1).where("id < 60")))
                .hasMessageContaining("rows of another dataset");
    }
}
