/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Damages zip files behind their checksums: an entry is changed, left out or doubled under another name, then packed anew. */
public final class ZipMutator implements Mutator {
    private final ByteMutator bytes = new ByteMutator();

    /** Stateless. */
    public ZipMutator() {}

    @Override
    public byte[] mutate(byte[] seed, SplittableRandom random) throws IOException {
        if (random.nextInt(3) == 0) {
            return bytes.mutate(seed, random);
        }
        List<String> names = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(seed))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
                contents.add(in.readAllBytes());
            }
        }
        // The first entry of the library's archives is their JSON, worth half of all tries.
        int at = random.nextBoolean() ? 0 : random.nextInt(names.size());
        switch (random.nextInt(8)) {
            case 0 -> {
                names.remove(at);
                contents.remove(at);
            }
            case 1 -> names.set(at, names.get(at) + "x");
            case 2 -> {
                names.add("../" + names.get(at));
                contents.add(contents.get(at));
            }
            default -> contents.set(at, bytes.mutate(contents.get(at), random));
        }
        return pack(names, contents);
    }

    private static byte[] pack(List<String> names, List<byte[]> contents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < names.size(); i++) {
                zip.putNextEntry(new ZipEntry(names.get(i)));
                zip.write(contents.get(i));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
