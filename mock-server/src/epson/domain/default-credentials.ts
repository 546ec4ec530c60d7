// Without imports: the inspector shows and uses them as well.

/** The client of a mock that was given none. */
export const DEFAULT_CLIENT = {
  clientId: '0123456789abcdef0123456789abcdef',
  clientSecret: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
};

/** The app of a mock that was given none. */
export const DEFAULT_APP = {
  clientId: '0123456789abcdef0123456789abcdef',
  clientSecret: 'mock-secret_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789',
  apiKey: '0123456789abcdefghij0123456789abcdefghij',
};

/** The redirect URI that programs of this project use unless told otherwise. */
export const DEFAULT_REDIRECT_URI = 'http://127.0.0.1:8381/callback';
