/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CpuTeamTest {

    @Test
    void everyPart_runsExactlyOnce() {
        try (CpuTeam team = new CpuTeam(4)) {
            for (int round = 0; round < 2000; round++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(1 + round % 17);
                team.run(runs.length(), runs::incrementAndGet);
                for (int p = 0; p < runs.length(); p++) {
                    assertThat(runs.get(p)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void helpers_wakeAfterSleep() throws InterruptedException {
        try (CpuTeam team = new CpuTeam(2)) {
            for (int round = 0; round < 5; round++) {
                CountDownLatch both = new CountDownLatch(2);
                // Each part waits for the other: the caller alone would never finish.
                team.run(2, p -> {
                    both.countDown();
                    awaitUnchecked(both);
                });
                Thread.sleep(5);
            }
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failure_reachesTheCallerAndLeavesTheTeamUsable() {
        try (CpuTeam team = new CpuTeam(3)) {
            assertThatThrownBy(() -> team.run(5, p -> {
                        if (p == 3) {
                            throw new IllegalArgumentException("part three");
                        }
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("part three");
            AtomicInteger runs = new AtomicInteger();
            team.run(6, p -> runs.incrementAndGet());
            assertThat(runs).hasValue(6);
        }
    }

    @Test
    void callsFromSeveralThreads_doNotMix() throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        try (CpuTeam team = new CpuTeam(3)) {
            Thread[] callers = new Thread[4];
            for (int t = 0; t < callers.length; t++) {
                callers[t] = new Thread(() -> {
                    for (int round = 0; round < 500; round++) {
                        AtomicInteger runs = new AtomicInteger();
                        team.run(4, p -> runs.incrementAndGet());
                        if (runs.get() != 4) {
                            wrong.incrementAndGet();
                        }
                    }
                });
                callers[t].start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
        }
        assertThat(wrong).hasValue(0);
    }

    @Test
    void closedTeam_worksInTheCaller() {
        CpuTeam team = new CpuTeam(2);
        team.close();
        AtomicInteger runs = new AtomicInteger();
        team.run(3, p -> runs.incrementAndGet());
        assertThat(runs).hasValue(3);
    }

    @Test
    void helpers_areDaemons() {
        try (CpuTeam team = new CpuTeam(2)) {
            team.run(2, p -> {});
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(t -> t.getName().startsWith("sdmvae-cpu"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void interruptedHelpers_endAndTheCallerDoesTheirParts() throws InterruptedException {
        try (CpuTeam team = new CpuTeam(2)) {
            CountDownLatch both = new CountDownLatch(2);
            Thread[] threads = new Thread[2];
            team.run(2, p -> {
                threads[p] = Thread.currentThread();
                both.countDown();
                awaitUnchecked(both);
            });
            Thread helper = threads[0] == Thread.currentThread() ? threads[1] : threads[0];
            helper.interrupt();
            helper.join(30_000);
            assertThat(helper.isAlive()).isFalse();
            AtomicInteger runs = new AtomicInteger();
            team.run(3, p -> runs.incrementAndGet());
            assertThat(runs).hasValue(3);
        }
    }
}
