/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read. */
class NpyPropertiesTest {

    @Provide
    Arbitrary<int[]> shapes() {
        return Arbitraries.integers().between(0, 9).array(int[].class).ofMaxSize(5);
    }

    @Property(tries = 300, seed = "7")
    void anyArray(@ForAll("shapes") int[] shape, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt()); // any number, denormal, infinity or NaN
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyArray.of(values, shape).write(out);
        ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
        NpyArray read = NpyArray.read(in, out.size());
        assertThat(read.shape()).isEqualTo(Arrays.stream(shape).boxed().toList());
        assertThat(read.toFloats()).isEqualTo(values);
        assertThat(in.available()).isZero();
    }
}
