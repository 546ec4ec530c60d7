# One job by curl, with the host's name in it. $1 is the file.
set -e
HOST=https://api.epsonconnect.com
member() { sed "s/.*\"$1\":\"\([^\"]*\).*/\1/"; }
AUTH=$(curl -sS -u "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET" -d grant_type=password \
  --data-urlencode "username=$EPSON_CONNECT_API_PRINTER_EMAIL" -d password= "$HOST/api/1/printing/oauth2/auth/token?subject=printer")
JOBS="$HOST/api/1/printing/printers/$(echo "$AUTH" | member subject_id)/jobs"
BEARER="Authorization: Bearer $(echo "$AUTH" | member access_token)"
JOB=$(curl -sS -H "$BEARER" -H 'Content-Type: application/json' -d '{"job_name":"by curl","print_mode":"document"}' "$JOBS")
curl -sS -f -H 'Content-Type: application/octet-stream' --data-binary "@$1" "$(echo "$JOB" | member upload_uri)&File=1.pdf"
curl -sS -X POST -H "$BEARER" "$JOBS/$(echo "$JOB" | member id)/print"
