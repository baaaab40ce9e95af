# Daily commands. `just` alone lists them; each line also works when typed by hand.

set shell := ["bash", "-euo", "pipefail", "-c"]

# List the commands
default:
    @just --list

# Start the server; further arguments go to it
run *arguments:
    cargo run -- serve {{ arguments }}

# Start a server filled with example data
demo *arguments:
    cargo run --release -- serve --demo {{ arguments }}

# Run the tests that need nothing but this checkout
test *arguments:
    cargo test --workspace {{ arguments }}

# Run all tests, those on PostgreSQL and NATS too
test-all *arguments:
    addresses=$(scripts/services start); eval "$addresses"; BALAI_TEST_REQUIRE_SERVICES=1 cargo test --workspace {{ arguments }}

# End the PostgreSQL and NATS that test-all started
services-stop:
    scripts/services stop

# Check the format and the lints
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# Build the documentation
doc *arguments:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps {{ arguments }}

# Measure the server: `bench`, `bench PART`, `bench check REV`
bench *arguments:
    scripts/bench {{ arguments }}

# Play the stories of the pages in Chromium, against the program as it was built last
browser *arguments:
    scripts/browser {{ arguments }}

# Run everything that a change must pass
ci:
    bash .ci/run
