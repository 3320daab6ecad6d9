# The front door. Everything real happens in meson and in tools/; see CONTRIBUTING.md.
.POSIX:
.PHONY: run build test check bench soak clean

run:
	@tools/run

build:
	@tools/build build

test:
	@tools/run-tests

check:
	@tools/check

bench:
	@tools/bench $(BENCH)

soak:
	@tools/soak

clean:
	rm -rf build build-asan build-tsan build-fuzz web/dist
