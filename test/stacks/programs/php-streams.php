<?php
// The four calls as the print guide describes them: PHP streams, a Host and an Accept header of one's own, the whole
// address as the request's target, an empty password, and neither body nor content type on execute.
$host = 'api.epsonconnect.com';

function call(string $uri, string $status, array $headers, ?string $content): ?array
{
    global $host;
    $headers = array_merge(["Host: $host", 'Accept: application/json;charset=UTF-8', 'Connection: close'], $headers);
    $http = ['method' => 'POST', 'request_fulluri' => true, 'protocol_version' => '1.1', 'ignore_errors' => true];
    if ($content !== null) {
        $headers[] = 'Content-Length: ' . strlen($content);
        $http['content'] = $content;
    }
    $http['header'] = implode("\r\n", $headers);
    $body = file_get_contents($uri, false, stream_context_create(['http' => $http]));
    $answer = $http_response_header ?? ['no answer'];
    if (!preg_match("~^HTTP/1\\.[01] $status~", $answer[0])) {
        fwrite(STDERR, "$answer[0] $body\n");
        exit(1);
    }
    return json_decode($body, true);
}

$credentials = base64_encode(getenv('EPSON_CONNECT_API_CLIENT_ID') . ':' . getenv('EPSON_CONNECT_API_CLIENT_SECRET'));
$form = ['grant_type' => 'password', 'username' => getenv('EPSON_CONNECT_API_PRINTER_EMAIL'), 'password' => ''];
$auth = call("https://$host/api/1/printing/oauth2/auth/token?subject=printer", '200', [
    "Authorization: Basic $credentials",
    'Content-Type: application/x-www-form-urlencoded; charset=utf-8',
], http_build_query($form));
$bearer = 'Authorization: Bearer ' . $auth['access_token'];
$jobs = "https://$host/api/1/printing/printers/" . $auth['subject_id'] . '/jobs';

$job = call($jobs, '201', [$bearer, 'Content-Type: application/json;charset=utf-8'], json_encode([
    'job_name' => 'Invoice 17 – Müller',
    'print_mode' => 'document',
    'print_setting' => [
        'media_size' => 'ms_a4',
        'media_type' => 'mt_plainpaper',
        'borderless' => false,
        'print_quality' => 'normal',
        'source' => 'auto',
        'color_mode' => 'mono',
        'copies' => 2,
    ],
]));

$name = '1.' . pathinfo($argv[1], PATHINFO_EXTENSION);
$data = file_get_contents($argv[1]);
call($job['upload_uri'] . '&File=' . $name, '200', ['Content-Type: application/octet-stream'], $data);
call("$jobs/$job[id]/print", '200', [$bearer], null);
echo "printed as job $job[id]\n";
