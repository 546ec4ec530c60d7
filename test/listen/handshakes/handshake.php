<?php
// Shakes hands under each name with a server of this machine; prints a line for each: "taken" or "refused: why".
[, $caFile, $port] = $argv;
foreach (array_slice($argv, 3) as $name) {
    $why = [];
    set_error_handler(function ($level, $message) use (&$why) { $why[] = str_replace("\n", ' ', $message); });
    $context = stream_context_create(['ssl' => ['cafile' => $caFile, 'peer_name' => $name]]);
    $socket = stream_socket_client("ssl://127.0.0.1:$port", $code, $message, 10, STREAM_CLIENT_CONNECT, $context);
    echo $socket ? "taken\n" : 'refused: ' . implode(' ', $why) . "\n";
}
