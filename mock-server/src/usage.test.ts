import { describe, expect, it, onTestFinished } from 'vitest';
import { startMockHost } from './host.js';
import { usage } from './usage.js';

describe('the lines to begin with', () => {
  it('name what is switched on, and nothing else', async () => {
    const host = await startMockHost();
    onTestFinished(() => host.close());
    expect(usage(host)).not.toMatch(/https|HTTPS_PROXY|uploaded to/);
    const https = { url: 'https://127.0.0.1:8443', port: 8443, caFile: '/a b/ca.pem', isNewCa: true };
    const all = usage({ ...host, https, uploadUrl: 'http://127.0.0.1:8381' });
    expect(all).toContain("export NODE_EXTRA_CA_CERTS='/a b/ca.pem' ");
    expect(all).toContain(`export HTTPS_PROXY=${host.url}\n`);
    expect(all).toContain('# The same by https: https://127.0.0.1:8443\n');
    expect(all).toContain('# Files are uploaded to http://127.0.0.1:8381\n');
    expect(all).toContain('has to trust this one anew');
    expect(usage({ ...host, https: { ...https, isNewCa: false } })).not.toContain('anew');
  });
});
