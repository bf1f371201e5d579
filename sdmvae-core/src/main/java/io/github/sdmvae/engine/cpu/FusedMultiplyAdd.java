/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether {@link Math#fma} is one instruction here. Where it is not, Java computes it with decimals of any length, a thousand
 * times slower, so that nothing may ask for it unseen.
 */
final class FusedMultiplyAdd {
    private static final boolean FAST = ask();

    private FusedMultiplyAdd() {}

    static boolean isFast() {
        return FAST;
    }

    /** Only the virtual machine knows; one that cannot be asked is taken to have none. */
    private static boolean ask() {
        try {
            HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return machine != null
                    && Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException | LinkageError e) {
            return false;
        }
    }
}
