# Prints with curl; each call is a process of its own.
set -eu
API=https://api.epsonconnect.com/api/1/printing

post() { curl --silent --show-error --fail --request POST "$@"; }
member() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }

auth=$(post "$API/oauth2/auth/token?subject=printer" \
  --user "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET" \
  --data grant_type=password --data-urlencode "username=$EPSON_CONNECT_API_PRINTER_EMAIL" --data password=)
bearer="Authorization: Bearer $(printf %s "$auth" | member access_token)"
jobs="$API/printers/$(printf %s "$auth" | member subject_id)/jobs"

job=$(post "$jobs" --header "$bearer" --header 'Content-Type: application/json; charset=utf-8' --data '{
  "job_name": "Invoice 17 – Müller",
  "print_mode": "document",
  "print_setting": {
    "media_size": "ms_a4",
    "media_type": "mt_plainpaper",
    "borderless": false,
    "print_quality": "normal",
    "source": "auto",
    "color_mode": "mono",
    "copies": 2
  }
}')
id=$(printf %s "$job" | member id)

post "$(printf %s "$job" | member upload_uri)&File=1.pdf" \
  --header 'Content-Type: application/octet-stream' --data-binary "@$1"
post "$jobs/$id/print" --header "$bearer" >/dev/null
echo "printed as job $id"
