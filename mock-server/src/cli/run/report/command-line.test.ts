import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandLine } from './command-line.js';

const SECRET = `${'a1B2c3D4'.repeat(8)}`;

describe('the command in the report', () => {
  it.each<[string[], string]>([
    [['curl', '-u', `id:${SECRET}`, 'https://x.test/'], "curl -u 'id:***' https://x.test/"],
    [['curl', '-sSu', 'id:hunter4 and more'], "curl -sSu 'id:***'"],
    [['curl', '-uid:hunter4 and more'], "curl '-uid:***'"],
    [['curl', '--user', 'id:hunter4'], "curl --user 'id:***'"],
    [['curl', '--user=id:hunter4'], "curl '--user=id:***'"],
    [['curl', '--proxy-user', 'id:hunter4'], "curl --proxy-user 'id:***'"],
    [
      ['curl', 'https://x.test/?a=b&client_secret=hunter4&c=d'],
      "curl 'https://x.test/?a=b&client_secret=***&c=d'",
    ],
    [['curl', 'https://id:hunter4@x.test/'], "curl 'https://id:***@x.test/'"],
    [
      ['curl', '-d', 'password=', '-d', 'client_secret=hunter4 5'],
      "curl -d password= -d 'client_secret=***'",
    ],
    [['curl', '-H', 'Authorization: Bearer hunter4'], "curl -H 'Authorization: Bearer ***'"],
    [['curl', '-H', 'authorization: hunter4'], "curl -H 'authorization: ***'"],
    [['curl', '-d', '{"clientSecret": "hunter4"}'], `curl -d '{"clientSecret": ***}'`],
    [['print', '--client-secret', 'hunter4', '--copies', '2'], "print --client-secret '***' --copies 2"],
    [['print', '--client-secret=hunter4', '-token', 'hunter4'], "print '--client-secret=***' -token '***'"],
    [
      ['env', 'EPSON_CONNECT_API_CLIENT_SECRET=hunter4', 'print'],
      "env 'EPSON_CONNECT_API_CLIENT_SECRET=***' print",
    ],
    [
      ['sh', '-c', `curl -u "$ID:hunter4" --token hunter4 x; API_KEY='hunter4' y`],
      `sh -c 'curl -u "$ID:***" --token *** x; API_KEY=*** y'`,
    ],
    [['node', '-e', 'const secret = "hunter4"; send(secret)'], "node -e 'const secret = ***; send(secret)'"],
    [
      ['ruby', '-e', 'post(token: "hunter4", "secret" => "hunter4")'],
      `ruby -e 'post(token: ***, "secret" => ***)'`,
    ],
  ])('has no secret in it: %j', (words, line) => {
    expect(commandLine(words, {})).toBe(line);
  });

  it('has none of the secrets of its environment in it, wherever they stand', () => {
    const env = { EPSON_CONNECT_API_CLIENT_SECRET: 'hunter4 !', SHOP_TOKEN: 'hunter5', NAME: 'printer' };
    const words = ['print', 'printer', 'x=hunter4%20%21', 'hunter5,hunter4 !', 'secret=hunter4 !&a=b'];
    expect(commandLine(words, env)).toBe("print printer 'x=***' '***,***' 'secret=***&a=b'");
  });

  it('is a line that a shell reads as the command was', () => {
    const words = [
      'printf',
      '%s\\n',
      "it's",
      'a  b',
      '$HOME',
      '*',
      '',
      '~',
      'a=b',
      '-d',
      'é',
      'two\nlines',
      '`x`',
    ];
    const { stdout } = spawnSync('sh', ['-c', commandLine(words, {})], { encoding: 'utf8' });
    expect(stdout).toBe(`${words.slice(2).join('\n')}\n`);
    expect(commandLine(['a=b', 'a=b'], {})).toBe("'a=b' a=b");
  });

  it('steers no terminal', () => {
    expect(commandLine(['print\u001b[2J', 'a\tb\nc'], {})).toBe("'print?[2J' 'a?b\nc'");
  });

  it('is there at once, however long', () => {
    for (const piece of ['a.', '-u', 'token ', '--secret ', '//a:', 'authorization ', '"'])
      expect(commandLine([piece.repeat(20_000)], {}).length).toBeGreaterThan(10);
  });
});
