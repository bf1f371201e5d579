#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the bundled speech anew: train, val and test beside this script, from voices.tsv and the sentences.
# Needs espeak-ng, sox and flac. The files in the repository were made with espeak-ng 1.51, sox 14.4.2, flac 1.4.2.
set -eu
cd "$(dirname "$0")"
for tool in espeak-ng sox flac; do
    command -v "$tool" >/dev/null || { echo "make.sh needs $tool" >&2; exit 1; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tab=$(printf '\t')

# $1 set, $2 speaker, $3 voice, $4 pitch, $5 rate, $6 number of the recording, $7 sentence
record() {
    espeak-ng -v "$3" -p "$4" -s "$5" -w "$work/raw.wav" "$7"
    # espeak-ng's pauses are digital silence, which no microphone gives: a little room noise, its peak 50 dB below that
    # of the speech, takes its place. The level is low because every bit less saves 2 kB per second; readers scale it
    # up. sox's -R (the default, said here) and -D make the result the same every time.
    sox -R -D "$work/raw.wav" -r 16000 "$work/speech.wav" pad 0.12 0.15 gain -n -18
    sox -R -D -n -r 16000 "$work/noise.wav" synth "$(soxi -D "$work/speech.wav")" pinknoise gain -n -68
    mkdir -p "$1/$2"
    sox -R -D -m -v 1 "$work/speech.wav" -v 1 "$work/noise.wav" -b 16 "$work/mixed.wav"
    flac --silent --force --best --no-padding -o "$1/$2/$(printf '%s-%02d' "$2" "$6").flac" "$work/mixed.wav"
}

# $1 set, $2 speaker, $3 voice, $4 pitch, $5 rate, $6 how many, $7 first line
speaker() {
    total=$(wc -l <"sentences-$1.txt")
    n=1
    while [ "$n" -le "$6" ]; do
        line=$((($7 + n - 2) % total + 1))
        # Pitch and rate wander a little from sentence to sentence, as those of people do.
        record "$1" "$2" "$3" $(($4 + line * 7 % 9 - 4)) $(($5 + line * 5 % 21 - 10)) "$n" \
            "$(sed -n "${line}p" "sentences-$1.txt")"
        n=$((n + 1))
    done
}

rm -rf train val test
previous=
while IFS="$tab" read -r set name voice pitch rate count; do
    case $set in '#'* | '') continue ;; esac
    [ "$set" = "$previous" ] || first=1
    previous=$set
    speaker "$set" "$name" "$voice" "$pitch" "$rate" "$count" "$first"
    first=$((first + count))
done <voices.tsv
du -sk train val test >&2
