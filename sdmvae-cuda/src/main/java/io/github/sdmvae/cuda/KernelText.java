/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A text of kernels, which lies beside the classes, and the constants it is compiled with. The same text is for NVRTC, nvcc
 * and the processor.
 *
 * @param file name of the resource
 * @param constants each {@code NAME=VALUE}
 */
record KernelText(String file, List<String> constants) {
    static final KernelText LAYERS = of("layers.cu");
    static final KernelText NOISE = of("noise.cu");
    static final KernelText CODE = of("code.cu");
    static final KernelText LIKELIHOOD = of("likelihood.cu");
    static final KernelText UPDATE = of("update.cu");
    static final KernelText SEQUENCES = of("sequences.cu");
    static final KernelText MASKS = of("masks.cu");
    static final KernelText TIME = of("time.cu");
    static final KernelText ATOMS = of("atoms.cu");
    static final KernelText MIXTURE = of("mixture.cu");

    KernelText {
        constants = List.copyOf(constants);
    }

    static KernelText of(String file) {
        return new KernelText(file, List.of());
    }

    /** Everything in one text, included ones at the place of their first mention. */
    String complete() {
        StringBuilder all = new StringBuilder();
        for (String constant : constants) {
            all.append("#define ").append(constant.replace('=', ' ')).append('\n');
        }
        append(file, all, new LinkedHashSet<>());
        return all.toString();
    }

    private static void append(String file, StringBuilder all, Set<String> included) {
        if (!included.add(file)) {
            return;
        }
        for (String line : lines(file)) {
            if (line.startsWith("#include \"shim")) {
                continue; // for the processor alone
            }
            if (line.startsWith("#include \"")) {
                append(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')), all, included);
            } else if (!line.startsWith("#pragma once")) {
                all.append(line).append('\n');
            }
        }
    }

    private static List<String> lines(String file) {
        try (InputStream in = KernelText.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the kernels of " + file + " are not in this jar");
            }
            return new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
