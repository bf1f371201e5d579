/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** Threads that sum what they bring, in the order of their seats. */
final class Meeting {
    private final double[][] brought;
    private final CyclicBarrier barrier;

    Meeting(int seats) {
        brought = new double[seats][];
        barrier = new CyclicBarrier(seats);
    }

    Exchange seat(int number) {
        return new Exchange() {
            @Override
            public int totalRows(int own) {
                return own * brought.length;
            }

            @Override
            public void statistics(double[] shares) {
                sum(number, shares);
            }

            @Override
            public void gradient(double[] share) {
                sum(number, share);
            }
        };
    }

    private void sum(int number, double[] values) {
        brought[number] = values.clone();
        await();
        for (int i = 0; i < values.length; i++) {
            values[i] = 0;
            for (double[] share : brought) {
                values[i] += share[i];
            }
        }
        await();
    }

    private void await() {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
