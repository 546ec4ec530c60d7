// The answers that the plain servers give: the same bytes as the mock's, as to their length.

export const TOKEN = {
  token_type: 'Bearer',
  access_token: 'A'.repeat(64),
  expires_in: 3600,
  refresh_token: 'R'.repeat(64),
  subject_type: '',
  subject_id: '0123456789abcdef0123456789abcdef',
};

export const TOKEN_V2 = {
  access_token: 'A'.repeat(43),
  refresh_token: 'R'.repeat(43),
  scope: 'device',
  token_type: 'Bearer',
  expires_in: 3600,
};

const STORAGE = '/6d6f636b2d73746f726167652d726f6f/v1/storage/PostData';

/** @param origin `http://127.0.0.1:PORT` */
export function jobOf(origin) {
  return {
    id: 'fedcba9876543210fedcba9876543210',
    upload_uri: `${origin}${STORAGE}?Key=${'0123456789'.repeat(8)}`,
  };
}

/** @param origin `http://127.0.0.1:PORT` */
export const jobOfV2 = (origin) => ({
  jobId: 'fedcba9876543210fedcba9876543210',
  uploadUri: `${origin}/data?Key=${'0123456789abcdef'.repeat(4)}`,
});

/** Returns the step of a path. */
export function stepOf(url) {
  if (url.includes('/oauth2/')) return 'token';
  if (url.includes('/PostData') || url.startsWith('/data?')) return 'upload';
  return url.endsWith('/print') ? 'execute' : 'create';
}
