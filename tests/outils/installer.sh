#!/bin/sh
# Install what the tests of pages need besides Python: a browser, Java and Node, then the checkers.
# Debian packages when this machine has apt and we may use it; otherwise say what is missing.
set -eu
cd "$(dirname "$0")"

missing=""
{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null 2>&1 || missing="$missing chromium"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v khal >/dev/null 2>&1 || missing="$missing khal"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"

if [ -n "$missing" ]; then
	sudo=""
	[ "$(id -u)" = 0 ] || sudo="sudo -n"
	if ! command -v apt-get >/dev/null 2>&1; then
		echo "Il manque, pour les essais :$missing. Installez-les, puis relancez « make test »." >&2
		exit 1
	fi
	echo "Installation pour les essais :$missing"
	# shellcheck disable=SC2086
	{ $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null; } || {
		echo "L’installation a échoué. Installez à la main :$missing" >&2
		exit 1
	}
fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
