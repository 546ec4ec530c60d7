<?php
function fail(string $message): never {
    fwrite(STDERR, "$message\n");
    exit(1);
}

function mock(string $method, string $path, ?array $body = null): array {
    $http = ['method' => $method, 'header' => 'Content-Type: application/json', 'ignore_errors' => true,
        'content' => $body === null ? '' : json_encode($body)];
    $url = getenv('EPSON_CONNECT_API_BASE_URL') . "/_mock/api$path";
    $answer = file_get_contents($url, false, stream_context_create(['http' => $http]));
    // 408: the condition of a wait was not met. 400: the body says why.
    if (!preg_match('/ 20\d /', $http_response_header[0])) fail("$method $path: $http_response_header[0] $answer");
    return json_decode($answer, true);
}

mock('POST', '/reset');
mock('POST', '/faults', ['operation' => 'executePrint', 'code' => 'service_unavailable']);
passthru(getenv('PROGRAM_UNDER_TEST'));
$printed = mock('POST', '/wait', ['condition' => ['kind' => 'job_printed'], 'timeout_ms' => 5000]);
$names = array_column($printed['jobs'], 'job_name');
if ($names !== ['invoice-17']) fail('printed: ' . json_encode($names));
$struck = mock('GET', '/faults')['faults'][0]['struck'];
if ($struck !== 1) fail("the fault struck $struck calls");
echo "printed once, although the first execute failed\n";
