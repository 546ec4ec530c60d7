<?php
// One job by PHP, with the host's name in it. The arguments are the file and what makes the requests: streams or libcurl.
[, $file, $how] = $argv;
const HOST = 'https://api.epsonconnect.com/api/1/printing';

function byStreams(string $url, array $headers, string $content): string {
    $http = ['method' => 'POST', 'header' => implode("\r\n", $headers), 'content' => $content, 'protocol_version' => '1.1'];
    return file_get_contents($url, false, stream_context_create(['http' => $http]));
}

function byCurl(string $url, array $headers, string $content): string {
    $curl = curl_init($url);
    curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $content, CURLOPT_HTTPHEADER => $headers, CURLOPT_RETURNTRANSFER => true]);
    return curl_exec($curl);
}

function post(string $url, array $headers, string $content = ''): string {
    global $how;
    return $how === 'libcurl' ? byCurl($url, $headers, $content) : byStreams($url, [...$headers, 'Connection: close'], $content);
}

$basic = base64_encode(getenv('EPSON_CONNECT_API_CLIENT_ID') . ':' . getenv('EPSON_CONNECT_API_CLIENT_SECRET'));
$form = http_build_query(['grant_type' => 'password', 'username' => getenv('EPSON_CONNECT_API_PRINTER_EMAIL'), 'password' => '']);
$auth = json_decode(post(HOST . '/oauth2/auth/token?subject=printer', ["Authorization: Basic $basic", 'Content-Type: application/x-www-form-urlencoded'], $form), true);
$jobs = HOST . "/printers/{$auth['subject_id']}/jobs";
$bearer = "Authorization: Bearer {$auth['access_token']}";
$job = json_decode(post($jobs, [$bearer, 'Content-Type: application/json'], json_encode(['job_name' => "by $how", 'print_mode' => 'document'])), true);
post("{$job['upload_uri']}&File=1.pdf", ['Content-Type: application/octet-stream'], file_get_contents($file));
echo post("$jobs/{$job['id']}/print", [$bearer, 'Content-Type: application/octet-stream']);
