# `make` lists what there is to do. ARGS passes arguments: make run ARGS='--rounds 2'.
.DEFAULT_GOAL := help
.PHONY: help setup build config run test test-fast bench lint check-corpus clean

# The Lean that set-up found, for everything that starts one.
with_lean = LEMMALOOM_LEAN="$$(scripts/find-lean.sh)" && export LEMMALOOM_LEAN &&
lemmaloom = .build/release/lemmaloom

help:
	@echo 'make setup         install what is missing: libraries, and a Lean where there is none'
	@echo 'make build         build the daemon, optimised'
	@echo 'make run           set up, build and run the daemon; ARGS are its arguments'
	@echo 'make test          set up and run all tests; ARGS are those of swift test'
	@echo 'make test-fast     the tests that need neither a Lean nor the program, side by side'
	@echo 'make bench         set up, build, measure speed, then the benchmarks'
	@echo 'make config        write config.yaml anew: every key at its default; its domains stay'
	@echo 'make lint          check the style of the sources'
	@echo 'make check-corpus  compile the seed corpus and the proofs of its benchmarks'
	@echo 'make clean         remove what was built; runs and the fetched Lean in var/ stay'

setup:
	@scripts/setup.sh

build: setup
	swift build -c release $$(scripts/processor.sh)

config: build
	@$(lemmaloom) config defaults >config.yaml.new && mv config.yaml.new config.yaml

run: build
	@$(with_lean) exec $(lemmaloom) run $(ARGS)

test: setup
	@$(with_lean) exec scripts/test.sh --no-parallel $(ARGS)

# Targets whose tests are pure, or use nothing but temporary files.
fast = Basics|Terms|Records|LeanText|HTTP|Curriculum|RunStore|Trainer|Configuration
test-fast: setup
	@exec scripts/test.sh --parallel --filter '^($(fast))Tests\.' --skip LeanAgreementTests $(ARGS)

bench: build
	@$(with_lean) $(lemmaloom) bench && $(lemmaloom) bench checkers && scripts/bench-model.sh && $(lemmaloom) eval $(ARGS)

lint:
	swift format lint --strict -r Sources Tests Package.swift

check-corpus:
	@scripts/check-corpus.sh

clean:
	swift package clean
