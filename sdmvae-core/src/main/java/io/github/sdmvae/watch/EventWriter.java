/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorBoard's event files: records of TensorFlow's {@code TFRecord} framing round messages of {@code event.proto}. Of
 * protocol buffers they need a few fields only, so no library.
 */
final class EventWriter {
    private static final int MASK = 0xa282ead8;
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;
    /** {@code SessionLog.START}: what lies at this step or later, in files before, is not shown. */
    private static final int START = 1;

    private final OutputStream out;

    EventWriter(OutputStream out) {
        this.out = out;
    }

    /** The first record of every file. */
    void version(double time) throws IOException {
        Message event = new Message().fixed64(1, time).bytes(3, utf8("brain.Event:2"));
        record(event);
    }

    /** Numbers by tag, at one step. */
    void scalars(double time, long step, Map<String, Double> values) throws IOException {
        Message summary = new Message();
        values.forEach((tag, value) -> summary.bytes(
                1,
                new Message().bytes(1, utf8(tag)).fixed32(2, value.floatValue()).toBytes()));
        record(new Message().fixed64(1, time).varint(2, step).bytes(5, summary.toBytes()));
    }

    /** That a run goes on from a step. */
    void start(double time, long step) throws IOException {
        byte[] session = new Message().varint(1, START).toBytes();
        record(new Message().fixed64(1, time).varint(2, step).bytes(7, session));
    }

    private void record(Message message) throws IOException {
        byte[] data = message.toBytes();
        byte[] length = little(8).putLong(data.length).array();
        out.write(length);
        out.write(little(4).putInt(masked(length)).array());
        out.write(data);
        out.write(little(4).putInt(masked(data)).array());
    }

    private static int masked(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return Integer.rotateRight((int) sum.getValue(), 15) + MASK;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A message of protocol buffers, field by field. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private void key(int field, int type) {
            raw((long) field << 3 | type);
        }

        private void raw(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }

        Message varint(int field, long value) {
            key(field, VARINT);
            raw(value);
            return this;
        }

        Message fixed64(int field, double value) {
            key(field, FIXED_64);
            bytes.writeBytes(little(8).putDouble(value).array());
            return this;
        }

        Message fixed32(int field, float value) {
            key(field, FIXED_32);
            bytes.writeBytes(little(4).putFloat(value).array());
            return this;
        }

        Message bytes(int field, byte[] value) {
            key(field, BYTES);
            raw(value.length);
            bytes.writeBytes(value);
            return this;
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }
    }
}
