#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Trains the models of this module anew and puts them where they belong:
#   sdmvae-pretrained/make.sh DIR      DIR: speech with the folders train, val and test, as MODELS.md describes it
# May be stopped at any moment; the same command goes on. Some hours on two cores.
set -eu
[ $# -eq 1 ] || { echo "usage: make.sh DIR" >&2; exit 2; }
data=$1
module=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
out=$module/target/training
"$module/../examples/run" PaperTable --data "$data" --rows vae,sdm-i --m 32 --seeds 1 --max-epochs 600 --out "$out"
models=$module/src/main/resources/io/github/sdmvae/pretrained
cp "$out/runs/vae-m32-s1/model.sdmvae" "$models/speech16k-vae.sdmvae"
cp "$out/runs/sdm-i-m32-s1/model.sdmvae" "$models/speech16k-sdm.sdmvae"
echo "written to $models; losses and curves in $out/report/index.html" >&2
