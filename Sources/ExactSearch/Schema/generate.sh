#!/bin/sh
# Makes Sources/ExactSearch/Generated anew. Needs protoc and, on the path, protoc-gen-swift as built
# by
#   swift build -c release --product protoc-gen-swift
# inside a checkout of swift-protobuf of the version that Package.swift names.
set -eu
cd "$(dirname "$0")"
protoc --swift_out=../Generated --swift_opt=FileNaming=DropPath \
  --swift_opt=UseAccessLevelOnImports=true *.proto
