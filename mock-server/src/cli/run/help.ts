import type { HelpFrame } from '../../config/help.js';

export const RUN_HELP: HelpFrame = {
  usage: ['epson-connect-mock run [options] -- COMMAND ARGS'],
  about:
    "Runs a command unchanged, with a mock in the place of Epson's host, and reports each job as four steps, with the mistake, the rule that it broke and a corrected curl line. The report goes to stderr; stdout is the command's own. The environment leads the command to the mock: proxy and trust variables, and a file that is loaded before programs of Node, PHP and Python, whose libraries may ignore proxy variables. Any well-formed client ID, secret and printer address is accepted. It listens on free ports unless --port or --https-port is given. With --json, each exchange is a line of JSON on stderr; with --json or --quiet there is no report unless a rule was broken or nothing reached the mock. Exit code: 1 if a rule was broken, otherwise the command's own; 128 and the number of the signal that ended it, 127 if it is not found, 126 if it is not executable, 2 for wrong usage.",
  examples: [
    'epson-connect-mock run -- node print.js invoice.pdf',
    'epson-connect-mock run --allow authentication-repeated --data-dir ./output -- php print.php',
  ],
};

export const ENV_HELP = `Usage: epson-connect-mock env [--shell bash|fish|powershell] [--url URL | --port PORT] [--ca-dir DIR] [--api 2]

Prints the variables that lead programs to a running mock, started with --tls, as lines for a shell:

  bash, zsh, sh    eval "$(epson-connect-mock env)"
  fish             epson-connect-mock env --shell fish | source
  PowerShell       epson-connect-mock env --shell powershell | Out-String | Invoke-Expression

Options:
  --shell NAME     bash, fish or powershell  (default: by the variable SHELL; PowerShell on Windows)
  --url URL        where the mock listens    (default http://127.0.0.1:8380)
  --port PORT      its port on 127.0.0.1     (default 8380)
  --ca-dir DIR     the folder of its CA      (default: a folder of this user)
  --api 2          also the credentials of version 2, as the configuration has them
`;
