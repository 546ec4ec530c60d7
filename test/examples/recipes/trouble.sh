set -e
PRINTER="$EPSON_CONNECT_API_BASE_URL/_mock/api/printers/mock.printer@print.epsonconnect.com"
wait_for() {
  curl -sS --fail -H 'Content-Type: application/json' -d "{\"condition\":$1}" "$EPSON_CONNECT_API_BASE_URL/_mock/api/wait"
}
curl -sS --fail -X PATCH -H 'Content-Type: application/json' -d '{"trouble":"media_jam"}' "$PRINTER"
sh -c "$PROGRAM_UNDER_TEST"
wait_for '{"kind":"job_status","status":"processing_stopped"}'
curl -sS --fail -X PATCH -H 'Content-Type: application/json' -d '{"trouble":null}' "$PRINTER"
wait_for '{"kind":"job_printed"}'
