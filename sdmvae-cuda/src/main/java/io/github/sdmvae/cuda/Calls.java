/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** What the libraries answer. */
final class Calls {
    private Calls() {}

    /** Codes of the runtime; those of the driver number the common errors alike. */
    static void runtime(String what, int code) {
        if (code != 0) {
            throw CudaException.of(
                    what, code, text(cudart.cudaGetErrorName(code)), text(cudart.cudaGetErrorString(code)));
        }
    }

    static void driver(String what, int code) {
        if (code != 0) {
            BytePointer name = new BytePointer();
            BytePointer said = new BytePointer();
            cudart.cuGetErrorName(code, name);
            cudart.cuGetErrorString(code, said);
            throw CudaException.of(what, code, text(name), text(said));
        }
    }

    static void blas(String what, int code) {
        if (code != 0) {
            throw new CudaException(what + ": cuBLAS says " + text(cublas.cublasGetStatusString(code)), null);
        }
    }

    private static String text(BytePointer text) {
        return text == null || text.isNull() ? "unknown" : text.getString();
    }

    /** A pointer to an address on the card, for calls alone: nothing is read through it here. */
    static Pointer pointer(long at) {
        return new At(at);
    }

    /** A given address. */
    private static final class At extends Pointer {
        At(long at) {
            address = at;
        }
    }
}
