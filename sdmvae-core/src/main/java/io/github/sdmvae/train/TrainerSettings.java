/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.train.Session.Start;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a trainer was told when it was built: how it runs whatever it is given. Immutable.
 *
 * @param options the settings that are part of a run
 * @param patienceSet whether the patience among them was asked for, rather than being the default
 * @param listeners told of everything
 * @param ending when, and with which weights
 * @param engine where to compute; null for the standard one and, of a run that is there already, the one that it was made with
 * @param checkpoints where they go and how often they are written; null for none
 */
record TrainerSettings(
        TrainingOptions options,
        boolean patienceSet,
        List<TrainingListener> listeners,
        Ending ending,
        @Nullable Engine engine,
        @Nullable Checkpoints checkpoints) {

    TrainerSettings {
        listeners = List.copyOf(listeners);
    }

    TrainingResult run(
            Start how,
            ModelDefinition definition,
            ModelState start,
            FrameSource training,
            @Nullable FrameSource validation) {
        requireLossToWaitFor(how, validation);
        RunSetup setup = new RunSetup(definition, start, options, engineFor(how), training, validation);
        Session session = new Session(how, listeners, ending);
        return checkpoints == null ? session.run(setup) : session.run(setup, checkpoints);
    }

    /** A run that is there already goes on without: it may come from a version that let patience pass. */
    private void requireLossToWaitFor(Start how, @Nullable FrameSource validation) {
        if (how == Start.ANEW && validation == null && patienceSet) {
            throw new IllegalArgumentException(
                    "patience was set to " + options.patience()
                            + ", but without validation data there is no loss to wait for; give validation data or leave it out");
        }
    }

    private Engine engineFor(Start how) {
        if (engine != null) {
            return engine;
        }
        return how == Start.ANEW || checkpoints == null ? Engines.standard() : checkpoints.engine();
    }
}
