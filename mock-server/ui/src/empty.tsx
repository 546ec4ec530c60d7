import { state } from './store.js';

/** The page before anything was printed: how to print. */
export function Empty() {
  const email = state.value?.printers[0]?.email ?? 'mock.printer@print.epsonconnect.com';
  const { origin } = location;
  return (
    <div class="empty">
      <h2>Nothing was printed yet</h2>
      <p>Send a print to this mock, and it lies here. The four steps with curl:</p>
      <pre>{`BASE=${origin} ID=0123456789abcdef0123456789abcdef
TOKEN=$(curl -s -u "$ID:$ID$ID" "$BASE/api/1/printing/oauth2/auth/token?subject=printer" \\
  -d grant_type=password -d username=${email} -d password=)
field() { printf %s "$1" | sed -E "s/.*\\"$2\\":\\"([^\\"]*)\\".*/\\1/"; }
ACCESS=$(field "$TOKEN" access_token) DEVICE=$(field "$TOKEN" subject_id)
JOB=$(curl -s -H "Authorization: Bearer $ACCESS" -H 'Content-Type: application/json' \\
  -d '{"job_name":"hello","print_mode":"document"}' "$BASE/api/1/printing/printers/$DEVICE/jobs")
curl -s -H 'Content-Type: application/octet-stream' --data-binary @hello.pdf "$(field "$JOB" upload_uri)&File=1.pdf"
curl -s -X POST -H "Authorization: Bearer $ACCESS" "$BASE/api/1/printing/printers/$DEVICE/jobs/$(field "$JOB" id)/print"`}</pre>
      <p>
        The <a href="/_mock/docs/">documentation</a> has the same for version 2.
      </p>
    </div>
  );
}
