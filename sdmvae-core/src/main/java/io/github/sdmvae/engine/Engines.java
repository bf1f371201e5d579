/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines there are: those of this library and any other whose {@link EngineProvider} is on the class path. The system
 * property {@code sdmvae.engine} names the one to use where a program names none; else it is the best that is available.
 *
 * <p><b>Thread rule:</b> safe for use from several threads. Engines are made once for each name and shared.
 */
public final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
    /** Names the engine to use. */
    private static final String PROPERTY = "sdmvae.engine";

    private static final Map<String, Engine> SHARED = new ConcurrentHashMap<>();
    /** Engines that looked available and were not, and why. */
    private static final Map<String, String> ABSENT = new ConcurrentHashMap<>();

    private Engines() {}

    /**
     * An engine and whether it can be had.
     *
     * @param name by which it is chosen
     * @param rank the available engine with the highest is the default
     * @param obstacle what is missing; empty if nothing is
     */
    public record Choice(String name, int rank, String obstacle) {
        /**
         * Whether it can be had, as far as that can be told without loading a native library.
         *
         * @return true if nothing is missing
         */
        public boolean isAvailable() {
            return obstacle.isEmpty();
        }
    }

    /**
     * All engines that are on the class path. Loads no native library.
     *
     * @return best first
     */
    public static List<Choice> all() {
        return providers().stream()
                .map(p -> new Choice(p.name(), p.rank(), p.obstacle().orElse("")))
                .collect(Collectors.toList());
    }

    /**
     * The engine to use unless there is a reason for another: the one that the system property {@code sdmvae.engine} names,
     * else the best that is available. Which one it is, is said once in the log.
     *
     * @return the engine, the same at every call
     * @throws EngineUnavailableException if the engine named by the property, or any engine, cannot be had, saying what is
     *     missing
     */
    public static Engine standard() {
        String named = System.getProperty(PROPERTY);
        return named == null ? best() : named(named.strip());
    }

    private static Engine best() {
        List<String> missing = new ArrayList<>();
        for (EngineProvider provider : providers()) {
            Engine there = SHARED.get(provider.name());
            String obstacle = there == null ? obstacle(provider) : "";
            if (obstacle.isEmpty() && provider.rank() > 0) {
                try {
                    return there == null ? shared(provider) : there;
                } catch (EngineUnavailableException e) {
                    // Only a look at the device told: the next best engine does the work, and the log says why, once.
                    obstacle = String.valueOf(e.getMessage());
                    ABSENT.put(provider.name(), obstacle);
                    LOG.warn("the engine '{}' is passed over: {}", provider.name(), obstacle);
                }
            }
            // The plain engine is a hundred times slower: nobody gets it without having asked for it.
            missing.add(provider.name() + ": " + (obstacle.isEmpty() ? "only by name, it is slow" : obstacle));
        }
        throw new EngineUnavailableException("no engine is available. " + String.join("; ", missing), null);
    }

    private static String obstacle(EngineProvider provider) {
        String known = ABSENT.get(provider.name());
        return known == null ? provider.obstacle().orElse("") : known;
    }

    /**
     * An engine by its name.
     *
     * @param name for instance {@code cpu}
     * @return the engine, in single precision, the same at every call
     * @throws EngineUnavailableException if there is none of that name, or it cannot be had, saying what is missing
     */
    public static Engine named(String name) {
        EngineProvider provider = providers().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new EngineUnavailableException(
                        "there is no engine named '" + name + "' on the class path; there are " + names(), null));
        provider.obstacle().ifPresent(obstacle -> {
            throw new EngineUnavailableException("the engine '" + name + "' cannot be had: " + obstacle, null);
        });
        return shared(provider);
    }

    private static String names() {
        return providers().stream().map(EngineProvider::name).collect(Collectors.joining(", "));
    }

    private static Engine shared(EngineProvider provider) {
        return SHARED.computeIfAbsent(provider.name(), name -> {
            Engine engine = provider.create();
            LOG.info("engine: {}", name);
            return engine;
        });
    }

    private static List<EngineProvider> providers() {
        List<EngineProvider> found = new ArrayList<>();
        Iterator<EngineProvider> all = ServiceLoader.load(EngineProvider.class, EngineProvider.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!all.hasNext()) {
                    break;
                }
                found.add(all.next());
            } catch (ServiceConfigurationError e) {
                // Somebody else's entry must not keep the others from being found.
                LOG.warn("an engine's entry on the class path cannot be used: {}", e.getMessage());
            }
        }
        found.sort(Comparator.comparingInt(EngineProvider::rank).reversed());
        return found;
    }
}
