import { describe, expect, it } from 'vitest';
import { objectionTo } from './origin.js';

describe('objectionTo', () => {
  it.each([
    'https://api.epsonconnect.com',
    'http://localhost:8380',
    'http://mock.localhost',
    'http://127.0.0.1:1',
    'http://127.8.9.1',
    'http://[::1]:8380/x',
  ])('has none to %s', (url) => {
    expect(objectionTo(url, [])).toBeUndefined();
  });

  it.each([
    ['http://api.epsonconnect.com', 'http://api.epsonconnect.com'],
    ['http://mock:8380', 'http://mock:8380'],
    ['http://127.0.0.1.evil.test', 'http://127.0.0.1.evil.test'],
    ['http://localhost.evil.test', 'http://localhost.evil.test'],
    ['http://notlocalhost', 'http://notlocalhost'],
    ['ftp://localhost', 'ftp:'],
    ['api.epsonconnect.com', 'must begin with https:// or http://, as https://api.epsonconnect.com does'],
    ['localhost', 'as http://localhost does'],
    ['localhost:8380', 'as http://localhost:8380 does'],
    ['127.0.0.1:8380', 'as http://127.0.0.1:8380 does'],
    ['127.0.0.1:8380/prefix', 'as http://127.0.0.1:8380 does'],
    ['[::1]:8380', 'as http://[::1]:8380 does'],
    ['mock:8380', 'as https://mock:8380 does'],
    ['', 'must be an absolute URL'],
    ['/api', 'must be an absolute URL'],
    ['user:hunter2@localhost:8380', 'must be'],
  ])('has one to %s', (url, words) => {
    expect(objectionTo(url, [])).toContain(words);
  });

  it.each(['mock', 'MOCK', 'mock:8380'])('takes a host over http when it is named as %s', (name) => {
    expect(objectionTo('http://mock:8380/x', [name])).toBeUndefined();
  });

  it.each(['::2', '[::2]', '[::2]:80'])('knows an IPv6 host by the name %s', (name) => {
    expect(objectionTo('http://[::2]:80/', [name === '[::2]:80' ? '[::2]' : name])).toBeUndefined();
  });

  it('does not take another port, another host or another protocol than the one named', () => {
    expect(objectionTo('http://mock:8381/', ['mock:8380'])).toBeDefined();
    expect(objectionTo('http://mock.evil.test/', ['mock'])).toBeDefined();
    expect(objectionTo('ftp://mock/', ['mock'])).toBeDefined();
  });

  it('refuses a user name and a password, and does not repeat them', () => {
    for (const url of [
      'https://user@api.test/',
      'https://:hunter2@api.test/',
      'http://user:hunter2@localhost/',
    ]) {
      const objection = objectionTo(url, ['api.test']);
      expect(objection).toContain('user name or password');
      expect(objection).not.toMatch(/hunter2|user@/);
    }
    expect(objectionTo('user:hunter2@localhost:8380', [])).not.toContain('hunter2');
  });
});
