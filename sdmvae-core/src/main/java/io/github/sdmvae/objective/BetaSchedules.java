/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.PartRegistry;

/** The schedules of β that can be written down, by their names. A new one is one line here. */
public final class BetaSchedules {
    private static final PartRegistry<BetaSchedule.Known> REGISTRY = new PartRegistry<>(
                    "schedule of beta", BetaSchedule.Known.class)
            .with(BetaSchedule.Constant.NAME, d -> new BetaSchedule.Constant(d.number("beta")))
            .with(BetaSchedule.WarmUp.NAME, d -> new BetaSchedule.WarmUp(steps(d), d.number("beta")))
            .with(
                    BetaSchedule.Cyclical.NAME,
                    d -> new BetaSchedule.Cyclical(steps(d), d.integer("cycles"), d.number("ramp"), d.number("beta")));

    private BetaSchedules() {}

    private static long steps(Description description) {
        return (long) description.number("steps");
    }

    /**
     * The registry.
     *
     * @return all built-in schedules
     */
    public static PartRegistry<BetaSchedule.Known> registry() {
        return REGISTRY;
    }
}
