curl -sS --fail -X PATCH -H 'Content-Type: application/json' -d '{"trouble":"media_jam"}' \
  "$EPSON_CONNECT_API_BASE_URL/_mock/api/printers/mock.printer@print.epsonconnect.com"
sh -c "$PROGRAM_UNDER_TEST"
curl -sS --fail "$EPSON_CONNECT_API_BASE_URL/_mock/api/jobs?status=processing_stopped"
curl -sS --fail -X PATCH -H 'Content-Type: application/json' -d '{"trouble":null}' \
  "$EPSON_CONNECT_API_BASE_URL/_mock/api/printers/mock.printer@print.epsonconnect.com"
