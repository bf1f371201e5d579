/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of safetensors that are floating-point numbers of 16 bits or more. */
enum FloatType {
    F64(8) {
        @Override
        float next(ByteBuffer bytes) {
            double wide = bytes.getDouble();
            float value = (float) wide;
            if (Float.isInfinite(value) && Double.isFinite(wide)) {
                throw new IllegalArgumentException("the value " + wide + " is beyond the range of 32-bit floats");
            }
            return value;
        }
    },
    F32(4) {
        @Override
        float next(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    F16(2) {
        @Override
        float next(ByteBuffer bytes) {
            int bits = bytes.getShort();
            float sign = (bits & 0x8000) == 0 ? 1 : -1;
            int exponent = bits >> 10 & 0x1f;
            int fraction = bits & 0x3ff;
            if (exponent == 0) {
                return sign * fraction * 0x1p-24f;
            }
            if (exponent == 0x1f) {
                return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
            }
            return sign * Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
    },
    BF16(2) {
        @Override
        float next(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << 16);
        }
    };

    private final int bytes;

    FloatType(int bytes) {
        this.bytes = bytes;
    }

    abstract float next(ByteBuffer source);

    static @Nullable FloatType named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    static String names() {
        return Arrays.stream(values()).map(FloatType::name).collect(Collectors.joining(", "));
    }

    int bytes() {
        return bytes;
    }

    float[] read(ByteBuffer source, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = next(source);
        }
        return values;
    }
}
