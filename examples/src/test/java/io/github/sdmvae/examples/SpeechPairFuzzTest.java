/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.fuzz.ByteMutator;
import io.github.sdmvae.fuzz.FuzzReport;
import io.github.sdmvae.fuzz.Fuzzer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Damaged lists of pairs; a long run with {@code mvn test -pl examples -am -Dtest=SpeechPairFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.inputs=1000000}.
 */
class SpeechPairFuzzTest {
    private static final List<String> LISTS = List.of(
            "ref,deg\r\na.wav,b.wav\r\nc.wav,d.wav\r\n",
            "name,ref,deg\n1,\"a, b.wav\",\"say \"\"b\"\".wav\"\n\n2,c.wav,d.wav\n",
            "\ufeffref,deg\na.wav,b.wav\n",
            "deg,ref,fs\n/tmp/a.wav,../b.wav,16000\n");

    @Test
    void csv_answersAsDocumented() throws Exception {
        List<byte[]> seeds =
                LISTS.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList();
        FuzzReport report = Fuzzer.run(
                "csv",
                seeds,
                new ByteMutator(),
                file -> 64L * SpeechPair.read(file, null).size(),
                3000);
        assertThat(report.findings()).isEmpty();
        assertThat(report.read()).isPositive();
        assertThat(report.refused()).isPositive();
    }
}
