/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.cpu.CpuEngine;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/** The engine of a task: with as many threads as the task has cores ({@code spark.task.cpus}), whatever the machine has. */
public final class TaskEngine {
    private static final String THREADS = "sdmvae.threads";
    private static final String CPU = "cpu";

    private TaskEngine() {}

    /**
     * The cores of the running task.
     *
     * @return at least 1; 1 outside of tasks
     */
    public static int cores() {
        TaskContext task = TaskContext.get();
        return task == null ? 1 : Math.max(1, task.cpus());
    }

    /**
     * The engine that the process would use; the standard one with threads of its own.
     *
     * @return of whoever asks: {@link #close} ends its threads
     */
    public static Engine open() {
        limitThreads();
        Engine standard = Engines.standard();
        return standard.name().equals(CPU) ? CpuEngine.withThreads(cores()) : standard;
    }

    /**
     * In an executor, gives the engine that all of the process share as many threads as a task has cores, unless the user has
     * said how many. To be called before the first use of an engine.
     */
    public static void limitThreads() {
        if (isExecutor() && System.getProperty(THREADS) == null) {
            System.setProperty(THREADS, Integer.toString(cores()));
        }
    }

    /**
     * Ends the threads of an engine, if they are its own.
     *
     * @param engine from {@link #open}
     */
    public static void close(Engine engine) {
        if (engine.name().equals(CPU)) {
            engine.close();
        }
    }

    /** Settings of a process that is the driver, too, belong to the user. */
    private static boolean isExecutor() {
        SparkEnv env = SparkEnv.get();
        return env != null && !env.executorId().equals("driver");
    }
}
