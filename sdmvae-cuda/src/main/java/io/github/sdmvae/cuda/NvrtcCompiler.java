/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** NVRTC: the compiler that is a library. */
final class NvrtcCompiler implements Compiler {

    @Override
    public String version() {
        int[] major = new int[1];
        int[] minor = new int[1];
        check("the version of NVRTC", nvrtc.nvrtcVersion(major, minor));
        return "nvrtc " + major[0] + "." + minor[0];
    }

    @Override
    public byte[] compile(String name, String text, String architecture) {
        _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer source = new BytePointer(text);
                BytePointer file = new BytePointer(name)) {
            check(
                    "NVRTC with " + name,
                    nvrtc.nvrtcCreateProgram(
                            program, source, file, 0, (PointerPointer<?>) null, (PointerPointer<?>) null));
            return compiled(name, program, List.of("--gpu-architecture=" + architecture, "--std=c++17"));
        } finally {
            nvrtc.nvrtcDestroyProgram(program);
        }
    }

    private static byte[] compiled(String name, _nvrtcProgram program, List<String> options) {
        List<BytePointer> texts = new ArrayList<>();
        options.forEach(option -> texts.add(new BytePointer(option)));
        try (PointerPointer<BytePointer> all = new PointerPointer<>(texts.toArray(new BytePointer[0]))) {
            int code = nvrtc.nvrtcCompileProgram(program, texts.size(), all);
            if (code != 0) {
                throw new CudaException(
                        "NVRTC does not compile " + name + ": " + error(code) + "\n" + log(program), null);
            }
        }
        SizeTPointer size = new SizeTPointer(1);
        check("the size of " + name, nvrtc.nvrtcGetCUBINSize(program, size));
        byte[] binary = new byte[Math.toIntExact(size.get())];
        check("the machine code of " + name, nvrtc.nvrtcGetCUBIN(program, binary));
        return binary;
    }

    private static String log(_nvrtcProgram program) {
        SizeTPointer size = new SizeTPointer(1);
        check("NVRTC's log", nvrtc.nvrtcGetProgramLogSize(program, size));
        byte[] log = new byte[Math.toIntExact(Math.max(1, size.get()))];
        check("NVRTC's log", nvrtc.nvrtcGetProgramLog(program, log));
        return new String(log, java.nio.charset.StandardCharsets.UTF_8).split("\0", 2)[0];
    }

    private static void check(String what, int code) {
        if (code != 0) {
            throw new CudaException(what + ": " + error(code), null);
        }
    }

    private static String error(int code) {
        return nvrtc.nvrtcGetErrorString(code).getString();
    }
}
