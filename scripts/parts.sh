# What scripts that start servers share; sourced. `name` is how the script calls itself.

say() { printf '%s: %s\n' "$name" "$*" >&2; }
die() {
    say "$@"
    exit 1
}

# A port below the range from which the system takes ports for outgoing connections, and on which nothing listens.
free_port() {
    local _ port
    for _ in {1..100}; do
        port=$((20000 + RANDOM % 10000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    die 'found no free port between 20000 and 29999'
}

# Waits until something listens on port $1; fails after ten seconds.
wait_for_port() {
    local _
    for _ in {1..100}; do
        if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
        sleep 0.1
    done
    return 1
}
