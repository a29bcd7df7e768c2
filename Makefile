# make run    install what is missing, build, run every family with every method, draw the figures
# make test   install what is missing, build and run the tests, compare the engine's bits between instruction sets
# make bench  measure the engine on this machine and judge the samplers
# make lint   check the format of the sources

SHELL := /bin/bash

.PHONY: run test bench build packages lint format clean

run: build
	.build/release/ablation run --all

test: packages
	swift build --build-tests
	@mkdir -p .build
	@# The failures once more at the end, where a truncated log still shows them.
	swift test --skip-build 2>&1 | tee .build/test.log; status=$${PIPESTATUS[0]}; \
	  if [ $$status -ne 0 ]; then echo "--- what failed:"; grep -A 8 -e "✘" -e "recorded an issue" .build/test.log; fi; exit $$status
	@# Two small builds of their own: the engine for AVX2 and for the baseline.
	scripts/check-instruction-sets

bench: build
	.build/release/bench peak
	.build/release/bench layers
	.build/release/bench roofline
	.build/release/bench train --without-augmentation
	.build/release/bench augment
	.build/release/bench infer
	.build/release/bench scale
	.build/release/bench samplers

build: packages
	swift build -c release

packages:
	scripts/install-packages

lint:
	swift format lint --strict -r Package.swift Sources Tests plots

format:
	swift format -i -r Package.swift Sources Tests plots

clean:
	swift package clean
