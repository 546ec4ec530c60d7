import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../errors/index.js';
import { checkUploadUri, withFile } from './upload.js';

const call = { limits: {}, about: { step: 'upload', job_id: 'j1' } } as const;

describe('withFile', () => {
  it.each([
    ['https://s.test/PostData?Key=ab', 'https://s.test/PostData?Key=ab&File=1.pdf'],
    ['https://s.test/PostData', 'https://s.test/PostData?File=1.pdf'],
    ['https://s.test/PostData?', 'https://s.test/PostData?File=1.pdf'],
    ['https://s.test/PostData?Key=ab&', 'https://s.test/PostData?Key=ab&File=1.pdf'],
    [
      'https://s.test/PostData?Key=a+b%2Bc=&Sig=%2f%2F==&Z=%C3%A9',
      'https://s.test/PostData?Key=a+b%2Bc=&Sig=%2f%2F==&Z=%C3%A9&File=1.pdf',
    ],
    ['https://s.test/PostData?File=1.jpg&Key=ab', 'https://s.test/PostData?Key=ab&File=1.pdf'],
    ['https://s.test/PostData?Key=ab&File=1.a&File=2.b&File', 'https://s.test/PostData?Key=ab&File=1.pdf'],
    [
      'https://s.test/PostData?Filename=x&Key=File=',
      'https://s.test/PostData?Filename=x&Key=File=&File=1.pdf',
    ],
    ['https://s.test/PostData?Key=ab#part', 'https://s.test/PostData?Key=ab&File=1.pdf'],
    ['https://s.test/PostData#part?x', 'https://s.test/PostData?File=1.pdf'],
    ['https://s.test/a?Key=a?b', 'https://s.test/a?Key=a?b&File=1.pdf'],
  ])('makes of %s %s', (uri, expected) => {
    expect(withFile(uri, 'pdf')).toBe(expected);
  });
});

describe('checkUploadUri', () => {
  it.each(['https://s.test/x', 'http://127.0.0.1:9/x', 'http://localhost/x'])('lets %s pass', (uri) => {
    expect(() => checkUploadUri(uri, [], call)).not.toThrow();
  });

  it('lets a host over http pass that is named', () => {
    expect(() => checkUploadUri('http://mock:8380/x', ['mock'], call)).not.toThrow();
  });

  it.each([
    'http://s.test/x?Key=0123456789abcdef',
    'https://user:pass@s.test/x',
    '/PostData?Key=ab',
    'file:///etc/passwd',
  ])('refuses %s', (uri) => {
    try {
      checkUploadUri(uri, [], call);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toMatchObject({ code: 'unsafe_upload_uri', step: 'upload', job_id: 'j1' });
      expect((error as Error).message).not.toMatch(/Key|0123|pass@|user:/);
    }
  });
});
