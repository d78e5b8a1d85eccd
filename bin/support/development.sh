# shellcheck shell=bash
# What bin/run and bin/console share: the same settings, the same database, the same build. Source messages.sh first.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Everything that a person has set in the environment stays as it is.
load_development_environment() {
    export APP_ENV=${APP_ENV:-development}
    export BASE_DOMAIN=${BASE_DOMAIN:-localhost}
    export PORT=${PORT:-8080}
    [[ $APP_ENV == production ]] || export SEED_ON_STARTUP=${SEED_ON_STARTUP:-true} SPARE_TENANTS=${SPARE_TENANTS:-2}
    # Whoever tries things out here comes from one address and means no harm.
    [[ $APP_ENV == production ]] || export API_RATE_LIMIT=${API_RATE_LIMIT:-1000000} PAGE_RATE_LIMIT=${PAGE_RATE_LIMIT:-1000000}
    export STORAGE_DIR=${STORAGE_DIR:-$root/.data/files}
    export TEMPLATES_DIR=${TEMPLATES_DIR:-$root/templates}
    mkdir -p "$STORAGE_DIR"
    SECRET_KEY=${SECRET_KEY:-$(development_secret_key)}
    export SECRET_KEY
}

development_secret_key() {
    local file=$root/.data/secret_key
    [[ -s $file ]] || (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$file")
    cat "$file"
}

# Starts the embedded database unless DATABASE_URL names another. One that this script has started ends with it.
start_development_database() {
    [[ -z ${DATABASE_URL:-} ]] || return 0
    local folder=$root/.data/postgres
    if ! "$root/bin/postgres" status "$folder" >/dev/null; then
        # shellcheck disable=SC2064 # the folder is a local name, gone when the trap runs
        trap "'$root/bin/postgres' stop '$folder'" EXIT
    fi
    DATABASE_URL=$("$root/bin/postgres" start "$folder")
    export DATABASE_URL
}

# Names the folder of the binaries. A release build is used, and kept up to date, where somebody has made one;
# TESSERA_RELEASE=1 or 0 decides otherwise.
choose_build() {
    case ${TESSERA_RELEASE:-} in
        1) configuration=release ;;
        0) configuration=debug ;;
        *) if [[ -x $root/.build/release/server ]]; then configuration=release; else configuration=debug; fi ;;
    esac
    binaries=$root/.build/$configuration
}

# is_built PRODUCT: asking swift takes seconds, comparing times none.
is_built() {
    [[ -x $binaries/$1 && -f $binaries/$1.built ]] || return 1
    [[ -z $(find "$root/Package.swift" "$root/Sources" -newer "$binaries/$1.built" -print -quit) ]]
}

# build PRODUCT: stamped with the time it began, so that a file saved meanwhile still counts as newer.
build() {
    local begun
    begun=$(mktemp)
    swift build -c "$configuration" --product "$1" --package-path "$root" &&
        mv "$begun" "$binaries/$1.built"
}
