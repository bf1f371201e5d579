/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The kernels of a device, by text and name. */
final class Kernels {
    private final Device device;
    private final Map<String, Kernel> known = new ConcurrentHashMap<>();

    Kernels(Device device) {
        this.device = device;
    }

    Device device() {
        return device;
    }

    /** A thread for each of so many values. */
    Launch each(KernelText text, String name, long values, Object... arguments) {
        return launch(text, name, Launch.Shape.each(values), arguments);
    }

    /** Blocks that add up: x by y of them. */
    Launch blocks(KernelText text, String name, int x, int y, int threads, Object... arguments) {
        return launch(text, name, Launch.Shape.blocks(x, y, threads), arguments);
    }

    Launch launch(KernelText text, String name, Launch.Shape shape, Object... arguments) {
        Kernel kernel = known.computeIfAbsent(
                text.file() + text.constants() + name, k -> device.kernel(text, name, shape.sharedBytes()));
        return new Launch(kernel, shape, arguments);
    }
}
