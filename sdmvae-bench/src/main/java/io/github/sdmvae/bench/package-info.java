/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Benchmarks, one class per question. Build with {@code mvn -q -pl sdmvae-bench -am package -DskipTests}, run with
 * {@code java -jar sdmvae-bench/target/benchmarks.jar NAME}.
 */
@NullMarked
package io.github.sdmvae.bench;

import org.jspecify.annotations.NullMarked;
