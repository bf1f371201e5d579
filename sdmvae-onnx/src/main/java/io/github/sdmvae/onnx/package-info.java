/* SPDX-License-Identifier: Apache-2.0 */
/** Trained models as ONNX files, for runtimes that know nothing of this library. */
@NullMarked
package io.github.sdmvae.onnx;

import org.jspecify.annotations.NullMarked;
