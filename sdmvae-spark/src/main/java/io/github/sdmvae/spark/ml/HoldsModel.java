/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import org.apache.spark.ml.param.Params;

/** A stage that has a model beside its parameters, as the bytes of a file. */
interface HoldsModel extends Params {
    /**
     * The model.
     *
     * @return contents of its file, not to be changed
     */
    byte[] model();
}
