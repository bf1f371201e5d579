/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.Seq;

/** Rows of numbers in columns: {@code array<float>}, {@code array<double>} or {@code Vector}. */
final class Columns {
    private Columns() {}

    /** The type of a column of numbers that is there. */
    static DataType numbers(StructType schema, String column) {
        if (!Arrays.asList(schema.fieldNames()).contains(column)) {
            throw new IllegalArgumentException(
                    "there is no column '" + column + "', there are " + String.join(", ", schema.fieldNames()));
        }
        DataType type = schema.apply(column).dataType();
        boolean array = type instanceof ArrayType a && a.elementType() instanceof NumericType;
        if (!array && !type.equals(SQLDataTypes.VectorType())) {
            throw new IllegalArgumentException(
                    "column '" + column + "' must be an array of numbers or a vector, it is " + type.catalogString());
        }
        return type;
    }

    /** A schema with one column more. */
    static StructType with(StructType schema, String column, DataType type) {
        if (Arrays.asList(schema.fieldNames()).contains(column)) {
            throw new IllegalArgumentException("there is a column '" + column + "' already; choose another outputCol");
        }
        return schema.add(new StructField(column, type, true, Metadata.empty()));
    }

    /** What comes of a column: vectors of vectors, arrays of floats of arrays. */
    static DataType like(DataType input) {
        return input.equals(SQLDataTypes.VectorType())
                ? SQLDataTypes.VectorType()
                : DataTypes.createArrayType(DataTypes.FloatType, false);
    }

    static float[] floats(@Nullable Object value, String column) {
        double[] values = doubles(value, column);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    static double[] doubles(@Nullable Object value, String column) {
        if (value instanceof Vector vector) {
            return vector.toArray();
        }
        if (value instanceof Seq<?> sequence) {
            double[] values = new double[sequence.length()];
            int i = 0;
            for (Iterator<?> it = sequence.iterator(); it.hasNext(); i++) {
                values[i] = number(it.next(), i, column);
            }
            return values;
        }
        throw new IllegalArgumentException("column '" + column + "' must hold rows of numbers, got "
                + (value == null ? "null" : value.getClass()));
    }

    private static double number(@Nullable Object value, int index, String column) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("value " + index + " of a row of column '" + column + "' is " + value);
    }

    /** Numbers as the output column holds them. */
    static Object of(float[] values, boolean vector) {
        if (!vector) {
            return values;
        }
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return Vectors.dense(doubles);
    }
}
