<?php
$base = getenv('EPSON_CONNECT_API_BASE_URL');

function mock(string $method, string $path, ?array $body = null): array {
    global $base;
    $http = ['method' => $method, 'header' => 'Content-Type: application/json', 'content' => $body === null ? '' : json_encode($body)];
    return json_decode(file_get_contents("$base/_mock/api$path", false, stream_context_create(['http' => $http])), true);
}

mock('POST', '/reset');
mock('POST', '/faults', ['operation' => 'executePrint', 'effect' => ['kind' => 'refuse', 'code' => 'service_unavailable']]);
passthru(getenv('PROGRAM_UNDER_TEST'));
$printed = mock('POST', '/wait', ['condition' => ['kind' => 'job_printed'], 'timeout_ms' => 5000]);
assert(array_column($printed['jobs'], 'job_name') === ['invoice.pdf']);
echo "printed once\n";
