<?php
// Prepended to a PHP program that `epson-connect-mock run` or `env` watches. PHP's streams heed no proxy variables: they
// take a proxy from their context, so each context is given the mock's proxy unless it names one of its own. Connections
// by libcurl need nothing of this.

(static function (): void {
    $proxy = getenv('EPSON_CONNECT_MOCK_PROXY');
    if (!is_string($proxy) || $proxy === '') {
        return;
    }
    stream_context_set_default(['http' => ['proxy' => $proxy]]);
})();

// Taken away by disable_functions, so that it can be defined anew; PHP 8 and newer only.
if (!function_exists('stream_context_create')) {
    function stream_context_create(?array $options = null, ?array $params = null)
    {
        // A stream that has no context yet is given one of its own as soon as an option is set.
        $carrier = tmpfile();
        stream_context_set_option($carrier, 'http', 'proxy', (string) getenv('EPSON_CONNECT_MOCK_PROXY'));
        $contexts = get_resources('stream-context');
        $context = end($contexts);
        if ($params !== null) {
            stream_context_set_params($context, $params);
        }
        if ($options !== null) {
            stream_context_set_option($context, $options);
        }
        return $context;
    }
}

$epsonConnectMockBefore = getenv('EPSON_CONNECT_MOCK_PHP_PREPEND');
if (is_string($epsonConnectMockBefore) && $epsonConnectMockBefore !== '') {
    unset($epsonConnectMockBefore);
    require getenv('EPSON_CONNECT_MOCK_PHP_PREPEND');
} else {
    unset($epsonConnectMockBefore);
}
