/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Benchmarks, one class per question. Build with {@code mvn -q -pl sdmvae-bench -am package -DskipTests
 * -Dmaven.shade.skip=false}, run with {@code java -jar sdmvae-bench/target/benchmarks.jar NAME}. All of them, and the
 * report: {@link io.github.sdmvae.bench.Results}.
 */
@NullMarked
package io.github.sdmvae.bench;

import org.jspecify.annotations.NullMarked;
