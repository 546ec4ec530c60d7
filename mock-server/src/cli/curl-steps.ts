// Without imports of Node: the inspector shows these lines as well, so that both say the same.

/** Returns lines for a shell that take the text of a member out of a variable with JSON. */
export const member = (variable: string, name: string, source: string) =>
  `${variable}=$(echo "$${source}" | sed 's/.*"${name}":"\\([^"]*\\).*/\\1/')`;

/** Returns the line that uploads a file. @param file as a shell reads it */
const upload = (file: string) =>
  `FILE=${file}; curl -sS -w '%{http_code}\\n' -H 'Content-Type: application/octet-stream' --data-binary "@$FILE" "$UPLOAD_URI&File=1.pdf"`;

/** Returns the four steps of version 1. @param file as a shell reads it */
export function curlSteps(file: string): string {
  return `# 1. Authenticate, and take the access token and the device ID out of the answer:
AUTH=$(curl -sS -u "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET" -d grant_type=password --data-urlencode "username=$EPSON_CONNECT_API_PRINTER_EMAIL" -d password= "$EPSON_CONNECT_API_BASE_URL/api/1/printing/oauth2/auth/token?subject=printer"); echo "$AUTH"; ${member('TOKEN', 'access_token', 'AUTH')}; ${member('DEVICE', 'subject_id', 'AUTH')}

# 2. Print setting: create a job, and take its ID and upload URI:
JOB=$(curl -sS -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"job_name":"first","print_mode":"document"}' "$EPSON_CONNECT_API_BASE_URL/api/1/printing/printers/$DEVICE/jobs"); echo "$JOB"; ${member('JOB_ID', 'id', 'JOB')}; ${member('UPLOAD_URI', 'upload_uri', 'JOB')}

# 3. Upload a file (any PDF will do; success answers 200 without a body):
${upload(file)}

# 4. Execute:
curl -sS -X POST -H "Authorization: Bearer $TOKEN" "$EPSON_CONNECT_API_BASE_URL/api/1/printing/printers/$DEVICE/jobs/$JOB_ID/print"; echo`;
}

/** Returns the steps of version 2 from the code on. @param file as a shell reads it */
export function curlStepsV2(file: string): string {
  const headers = '-H "Authorization: Bearer $TOKEN" -H "x-api-key: $EPSON_CONNECT_API_KEY"';
  const jobs = '"$EPSON_CONNECT_API_BASE_URL/api/2/printing/jobs';
  return `# 2. Exchange the code, and take the access token out of the answer:
AUTH=$(curl -sS -u "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET" -d grant_type=authorization_code --data-urlencode "code=$CODE" --data-urlencode "redirect_uri=$EPSON_CONNECT_API_REDIRECT_URI" "$EPSON_CONNECT_API_BASE_URL/auth/token"); echo "$AUTH"; ${member('TOKEN', 'access_token', 'AUTH')}

# 3. Create a job, and take its ID and upload URI:
JOB=$(curl -sS ${headers} -H 'Content-Type: application/json' -d '{"jobName":"first","printMode":"document"}' ${jobs}"); echo "$JOB"; ${member('JOB_ID', 'jobId', 'JOB')}; ${member('UPLOAD_URI', 'uploadUri', 'JOB')}

# 4. Upload a file (any PDF will do; success answers 200 without a body):
${upload(file)}

# 5. Execute:
curl -sS -X POST ${headers} ${jobs}/$JOB_ID/print"; echo`;
}
