<?php
// Prints with PHP's libcurl: one handle, whose connection is kept.
const API = 'https://api.epsonconnect.com/api/1/printing';
$curl = curl_init();

function post(string $url, int $status, array $headers, string $body, array $more = []): ?array
{
    global $curl;
    curl_reset($curl);
    curl_setopt_array($curl, $more + [
        CURLOPT_URL => $url,
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => $body,
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_RETURNTRANSFER => true,
    ]);
    $answer = curl_exec($curl);
    $got = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    if ($got !== $status) {
        fwrite(STDERR, "$got $answer " . curl_error($curl) . "\n");
        exit(1);
    }
    return json_decode($answer, true);
}

$credentials = getenv('EPSON_CONNECT_API_CLIENT_ID') . ':' . getenv('EPSON_CONNECT_API_CLIENT_SECRET');
$form = ['grant_type' => 'password', 'username' => getenv('EPSON_CONNECT_API_PRINTER_EMAIL'), 'password' => ''];
$auth = post(API . '/oauth2/auth/token?subject=printer', 200, [], http_build_query($form), [
    CURLOPT_USERPWD => $credentials,
]);
$bearer = 'Authorization: Bearer ' . $auth['access_token'];
$jobs = API . '/printers/' . $auth['subject_id'] . '/jobs';

$job = post($jobs, 201, [$bearer, 'Content-Type: application/json'], json_encode([
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

$type = ['Content-Type: application/octet-stream'];
post($job['upload_uri'] . '&File=1.pdf', 200, $type, file_get_contents($argv[1]));
post("$jobs/$job[id]/print", 200, [$bearer, 'Content-Type: application/json'], '');
echo "printed as job $job[id]\n";
