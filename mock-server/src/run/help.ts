export const RUN_HELP = `Usage: epson-connect-mock run [options] -- COMMAND ARGS

Runs a command as it is, with a mock host in the place of Epson's, and tells what it did: each job as four steps, with
the mistake, the rule that it broke and a corrected curl line. The report goes to stderr; stdout is the command's own.

Programs are led to the mock by the environment: proxy and trust variables for curl, Python, PHP, Java, Ruby, Go, .NET
and Deno, and a file that is loaded before programs of Node and PHP, which heed no proxy variables. Any well-formed
client ID, secret and printer address is taken. Epson's host is never called, and other hosts only if --relay names them.

Options:
  --allow RULE           a rule that may be broken; may be given several times
  --quiet                no report unless a rule was broken or nothing reached the mock
  --json                 each exchange as a line of JSON on stderr, and no report unless a rule was broken
                         or nothing reached the mock
  and those of epson-connect-mock, such as --data-dir, --fault, --strict (see epson-connect-mock --help)

Exit code: 1 when a rule was broken, otherwise the command's own; 128 and the number of the signal that ended it,
127 when it is not found, 126 when it cannot be executed, 2 for wrong usage.

Examples:
  epson-connect-mock run -- node print.js invoice.pdf
  epson-connect-mock run --allow authentication-repeated --data-dir ./printed -- php artisan invoices:print
`;

export const ENV_HELP = `Usage: epson-connect-mock env [--shell bash|fish|powershell] [--url URL | --port PORT] [--ca-dir DIR]

Prints the variables that lead programs to a mock that runs already, started with --tls, for a shell to read:

  bash, zsh, sh    eval "$(epson-connect-mock env)"
  fish             epson-connect-mock env --shell fish | source
  PowerShell       epson-connect-mock env --shell powershell | Out-String | Invoke-Expression

Options:
  --shell NAME           bash, fish or powershell     (default: by the variable SHELL; PowerShell on Windows)
  --url URL              where the mock listens       (default http://127.0.0.1:8380)
  --port PORT            its port on 127.0.0.1        (default 8380)
  --ca-dir DIR           the folder of its CA         (default: a folder of this user)
`;
