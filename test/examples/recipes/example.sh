set -e
curl -sS --fail -X POST "$EPSON_CONNECT_API_BASE_URL/_mock/api/reset"
sh -c "$PROGRAM_UNDER_TEST"
curl -sS --fail -H 'Content-Type: application/json' -d '{"condition":{"kind":"job_printed"},"timeout_ms":5000}' \
  "$EPSON_CONNECT_API_BASE_URL/_mock/api/wait" | grep '"job_name":"invoice-17"'
