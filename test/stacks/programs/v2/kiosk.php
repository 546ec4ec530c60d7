<?php
// Prints at a counter with PHP's libcurl: refreshes at the start of the day, and executes with an empty form.
$mistake = getenv('MISTAKE') ?: '';
[$id, $secret, $key] = array_map(fn ($name) => getenv("EPSON_CONNECT_API_$name"), ['CLIENT_ID', 'CLIENT_SECRET', 'KEY']);

function post(string $url, int $status, array $headers, string $body, array $more = []): ?array
{
    $curl = curl_init($url);
    curl_setopt_array($curl, $more + [
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => $body,
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_RETURNTRANSFER => true,
    ]);
    $answer = curl_exec($curl);
    $got = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    if ($got !== $status) {
        fwrite(STDERR, parse_url($url, PHP_URL_PATH) . ": $got $answer " . curl_error($curl) . "\n");
        exit(1);
    }
    return json_decode($answer, true);
}

$file = getenv('TOKENS');
$tokens = json_decode(file_get_contents($file), true);
$form = ['grant_type' => 'refresh_token', 'refresh_token' => $tokens['refresh_token']];
$basic = [CURLOPT_USERPWD => "$id:$secret"];
if ($mistake === 'credentials-in-the-form') {
    [$form, $basic] = [$form + ['client_id' => $id, 'client_secret' => $secret], []];
}
$tokens = post('https://auth.epsonconnect.com/auth/token', 200, [], http_build_query($form), $basic);
file_put_contents($file, json_encode($tokens));

$api = 'https://api.epsonconnect.com/api/2/printing';
$headers = ["Authorization: Bearer $tokens[access_token]", 'x-api-key: ' . ($mistake === 'client-id-as-key' ? $id : $key)];
$job = post("$api/jobs", 201, [...$headers, 'Content-Type: application/json; charset=utf-8'], json_encode([
    'jobName' => 'Invoice 17 – Müller',
    'printMode' => 'document',
    'printSettings' => [
        'paperSize' => $mistake === 'words-of-version-1' ? 'ms_a4' : 'ps_a4',
        'paperType' => 'pt_plainpaper',
        'borderless' => false,
        'printQuality' => 'normal',
        'paperSource' => 'auto',
        'colorMode' => 'mono',
        'doubleSided' => 'none',
        'copies' => 2,
    ],
], JSON_UNESCAPED_UNICODE));
// libcurl calls a body a form where nobody says what it is.
$type = $mistake === 'type-of-a-form' ? [] : ['Content-Type: application/octet-stream'];
post("$job[uploadUri]&File=1.pdf", 200, $type, file_get_contents($argv[1]));
post("$api/jobs/$job[jobId]/print", 202, $headers, '');
echo "printed as job $job[jobId]\n";
