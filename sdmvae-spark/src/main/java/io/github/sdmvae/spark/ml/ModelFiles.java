/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsReader.Metadata;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Stages on disk, wherever Spark can write: the metadata that all stages of Spark ML have, and the model's file beside it. */
final class ModelFiles {
    private static final String MODEL = "model.sdmvae";

    private ModelFiles() {}

    private static FileSystem system(SparkSession spark, Path path) throws IOException {
        return path.getFileSystem(spark.sparkContext().hadoopConfiguration());
    }

    /** Writes a stage. */
    static final class Writer extends MLWriter {
        private final HoldsModel stage;

        Writer(HoldsModel stage) {
            this.stage = stage;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter$.MODULE$.saveMetadata(stage, path, sparkSession());
            Path file = new Path(path, MODEL);
            try (FSDataOutputStream out = system(sparkSession(), file).create(file, false)) {
                out.write(stage.model());
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
            }
        }
    }

    /** Reads a stage. */
    static final class Reader<M extends HoldsModel> extends MLReader<M> {
        private final Class<M> type;
        private final BiFunction<String, byte[], M> maker;

        Reader(Class<M> type, BiFunction<String, byte[], M> maker) {
            this.type = type;
            this.maker = maker;
        }

        @Override
        public M load(String path) {
            Metadata metadata = DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), type.getName());
            Path file = new Path(path, MODEL);
            byte[] model;
            try (FSDataInputStream in = system(sparkSession(), file).open(file)) {
                model = in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
            }
            M stage = maker.apply(metadata.uid(), model);
            metadata.getAndSetParams(stage, Option.empty());
            return stage;
        }
    }
}
