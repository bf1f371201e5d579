/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A graph of ONNX in the making: values are named by strings, operations give new ones. */
final class OnnxGraph {
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 17;
    private static final String ROWS = "rows";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private int values;

    OnnxGraph(String name) {
        graph.setName(name);
    }

    /** Declares an input of rows. */
    String input(String name, int columns) {
        graph.addInput(rows(name, columns));
        return name;
    }

    /** Declares what has the name of an output, or gives another value that name. */
    void output(String value, String name, int columns) {
        if (!value.equals(name)) {
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("Identity")
                    .setName(name)
                    .addInput(value)
                    .addOutput(name));
        }
        graph.addOutput(rows(name, columns));
    }

    private static ValueInfoProto rows(String name, int columns) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(Dimension.newBuilder().setDimParam(ROWS))
                .addDim(Dimension.newBuilder().setDimValue(columns))
                .build();
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** An array of the file. */
    String array(String name, float[] numbers, long... shape) {
        byte[] bytes = new byte[Float.BYTES * numbers.length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(numbers);
        tensor(name, TensorProto.DataType.FLOAT, bytes, shape);
        return name;
    }

    /** A number of the file. */
    String number(double value) {
        return array(fresh("number"), new float[] {(float) value});
    }

    private String longs(long... numbers) {
        byte[] bytes = new byte[Long.BYTES * numbers.length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(numbers);
        String name = fresh("index");
        tensor(name, TensorProto.DataType.INT64, bytes, numbers.length);
        return name;
    }

    private void tensor(String name, TensorProto.DataType type, byte[] bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
    }

    /** An operation with one result. */
    String operation(String operator, String... inputs) {
        String result = fresh(operator);
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(result)
                .addAllInput(List.of(inputs))
                .addOutput(result));
        return result;
    }

    /** Columns from one on, up to another. */
    String columns(String value, int from, int to) {
        return operation("Slice", value, longs(from), longs(to), longs(1));
    }

    private String fresh(String name) {
        values++;
        return name + "_" + values;
    }

    ModelProto model(String text, String version, String definition) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("sdmvae")
                .setProducerVersion(version)
                .setDocString(text)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("sdmvae.definition")
                        .setValue(definition))
                .setGraph(graph)
                .build();
    }
}
