import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/programs.js';

const file = fileURLToPath(new URL('../demo/epson-connect-in-four-steps.pdf', import.meta.url));
const hasPhp = spawnSync('php', ['--version']).status === 0;
if (!hasPhp) process.stderr.write('skipped: the four PHP calls of the print guide (there is no php here)\n');

/**
 * The four calls as the print guide describes them: PHP streams, a Host header and an Accept header of
 * one's own, the absolute request target, HTTP/1.1, an empty password, and no content type on execute.
 */
const PROGRAM = `<?php
[, $base, $id, $secret, $printer, $file] = $argv;
function call($uri, $headers, $content) {
  global $base;
  $http = ['method' => 'POST', 'request_fulluri' => true, 'protocol_version' => '1.1', 'ignore_errors' => true, 'timeout' => 20];
  $headers = array_merge(['Host: ' . parse_url($base, PHP_URL_HOST) . ':' . parse_url($base, PHP_URL_PORT), 'Accept: application/json;charset=UTF-8', 'Connection: close'], $headers);
  if ($content !== null) { $headers[] = 'Content-Length: ' . strlen($content); $http['content'] = $content; }
  $http['header'] = implode("\\r\\n", $headers);
  $body = file_get_contents($uri, false, stream_context_create(['http' => $http]));
  preg_match('/ (\\d{3}) /', $http_response_header[0] . ' ', $status);
  echo $status[1] . ' ' . $body . "\\n";
  return json_decode($body, true);
}
$form = http_build_query(['grant_type' => 'password', 'username' => $printer, 'password' => '']);
$auth = call("$base/api/1/printing/oauth2/auth/token?subject=printer", ['Authorization: Basic ' . base64_encode("$id:$secret"), 'Content-Type: application/x-www-form-urlencoded; charset=utf-8'], $form);
$bearer = 'Authorization: Bearer ' . $auth['access_token'];
$printer_uri = "$base/api/1/printing/printers/" . $auth['subject_id'];
$job = call("$printer_uri/jobs", [$bearer, 'Content-Type: application/json;charset=utf-8'], json_encode(['job_name' => 'SampleJob1', 'print_mode' => 'document']));
$name = '1.' . pathinfo($file, PATHINFO_EXTENSION);
call($job['upload_uri'] . '&File=' . $name, ['Content-Type: application/octet-stream'], file_get_contents($file));
call("$printer_uri/jobs/" . $job['id'] . '/print', [$bearer], null);
`;

describe('the four PHP calls of the print guide', () => {
  it.skipIf(!hasPhp)('print on the mock as written', async () => {
    await using host = await startMockHost();
    const { clientId, clientSecret, printerEmail } = host.credentials;
    const { code, output } = await runProgram(
      'php',
      ['--', host.url, clientId, clientSecret, printerEmail, file],
      { input: PROGRAM },
    );
    expect(code, output).toBe(0);
    expect(
      output
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(0, 3)),
    ).toEqual(['200', '201', '200', '200']);
    const [job] = host.control.jobs();
    expect(job).toMatchObject({ job_name: 'SampleJob1', executed_at: expect.any(String) });
    expect(readFileSync(job?.document?.path ?? '')).toEqual(readFileSync(file));
  });
});
