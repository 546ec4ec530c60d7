import { rules } from './rule.js';
import { invalidClient } from './token.js';

const badRequest = { status: 400, code: 'invalid_request' } as const;
const badGrant = { status: 400, code: 'invalid_grant' } as const;
/** A page that a person sees: where the browser may be sent is not known. Evidence: client. */
const page = { status: 400, code: 'invalid_client' } as const;
const back = (code: string) => ({ status: 302, code });

/** The rules by which a request for authorization is refused. */
export const AUTHORIZE_RULES = rules('refusal', 'authorize', {
  'authorize-parameter-repeated': {
    v2: page,
    sentence: 'client_id and redirect_uri must be in the query once.',
    remedy: 'Send each parameter once.',
  },
  'authorize-app-unknown': {
    v2: page,
    sentence: 'client_id must be that of an app.',
    remedy: 'Send the client ID that the mock prints when it starts, or give it your own app.',
    mendedBy: null,
  },
  'redirect-uri-missing': {
    v2: page,
    sentence: 'A request for authorization must have a redirect_uri.',
    remedy: 'Send the redirect URI that is registered for the app.',
  },
  'redirect-uri-unregistered': {
    v2: page,
    sentence: 'redirect_uri must be registered for the app, character by character.',
    remedy:
      'Register it with --redirect-uri, or send one that is registered; on this machine, write 127.0.0.1.',
  },
  'response-type-wrong': {
    v2: back('unsupported_response_type'),
    sentence: 'response_type must be code.',
    remedy: 'Send response_type=code.',
  },
  'authorize-scope-wrong': {
    v2: back('invalid_scope'),
    sentence: 'scope must be device.',
    remedy: 'Send scope=device.',
  },
  'challenge-malformed': {
    v2: back('invalid_request'),
    sentence:
      'code_challenge must have 43 to 128 unreserved characters, and code_challenge_method must be S256 or plain.',
    remedy: 'Send BASE64URL(SHA-256(code_verifier)) without padding, with code_challenge_method=S256.',
  },
  'authorize-repeated': {
    v2: back('invalid_request'),
    sentence: 'Each parameter of a request for authorization must be in the query once.',
    remedy: 'Send each parameter once.',
  },
  'account-without-printer': {
    v2: back('not_registered'),
    sentence: 'A printer must be registered to the account that signs in.',
    remedy: 'Sign in with an account that has a printer, and handle error=not_registered in your program.',
    isMistake: false,
  },
  'consent-refused': {
    v2: back('access_denied'),
    sentence: 'The person who signs in must consent.',
    remedy: 'Handle error=access_denied in your program.',
    isMistake: false,
  },
});

/** The rules by which the token operation of version 2 refuses, beside those that it shares with version 1. */
export const GRANT_RULES = rules('refusal', 'token', {
  'app-unknown': {
    v2: invalidClient,
    sentence: 'The client ID must be that of an app, and the client secret must belong to it.',
    remedy: 'Use the credentials that the mock prints when it starts, or give it your own app.',
    mendedBy: null,
  },
  'app-credentials-in-form': {
    v2: invalidClient,
    sentence: 'Client ID and client secret must be in the header Authorization: Basic.',
    remedy: 'Send Authorization: Basic base64("ID:SECRET"), and no client_secret in the form.',
  },
  'basic-form-encoded': {
    v2: invalidClient,
    sentence: 'Client ID and client secret must stand in Basic as they are, and not form-encoded.',
    remedy:
      'Encode "ID:SECRET" in base64 as it is; many OAuth libraries form-encode both before (RFC 6749, 2.3.1).',
  },
  'client-id-other': {
    v2: invalidClient,
    sentence: 'client_id of the form, if it is there, must be that of Basic.',
    remedy: 'Leave client_id out of the form, or send the same one in both places.',
  },
  'grant-missing': {
    v2: badRequest,
    sentence: 'The form must have a grant_type.',
    remedy: 'Add grant_type=authorization_code, refresh_token or client_credentials.',
  },
  'grant-unknown': {
    v2: { status: 400, code: 'unsupported_grant_type' },
    sentence: 'grant_type must be authorization_code, refresh_token or client_credentials.',
    remedy: 'Begin with GET /auth/authorize and grant_type=authorization_code.',
  },
  'grant-of-version-1': {
    v2: { status: 400, code: 'unsupported_grant_type' },
    sentence: 'Version 2 of the API has no password grant.',
    remedy:
      'Let the person choose a printer at GET /auth/authorize, then send grant_type=authorization_code.',
    mendedBy: 'authorize',
  },
  'token-scope-wrong': {
    v2: { status: 400, code: 'invalid_scope' },
    sentence: 'scope, if it is there, must be device.',
    remedy: 'Leave scope out, or send scope=device.',
  },
  'code-missing': {
    v2: badRequest,
    sentence: 'The form of grant_type=authorization_code must have a code and a redirect_uri.',
    remedy:
      'Send code of the address that the browser came back to, and the redirect_uri of the request for it.',
  },
  'code-unknown': {
    v2: badGrant,
    sentence: 'The code must have been issued to this app.',
    remedy: 'Send the code as it came, or ask for authorization again.',
    mendedBy: 'authorize',
  },
  'code-used': {
    v2: badGrant,
    sentence: 'A code must be exchanged once.',
    remedy: 'Ask for authorization again, and exchange the code in one place only.',
    mendedBy: 'authorize',
  },
  'code-expired': {
    v2: badGrant,
    sentence: 'A code must be exchanged within minutes.',
    remedy: 'Ask for authorization again, and exchange the code at once.',
    mendedBy: 'authorize',
  },
  'code-redirect-uri-wrong': {
    v2: badGrant,
    sentence: 'redirect_uri must be the one that the code was asked for with.',
    remedy: 'Send exactly the same redirect_uri to both operations.',
  },
  'code-verifier-wrong': {
    v2: badGrant,
    sentence: 'code_verifier must be the one that the code_challenge was made of.',
    remedy: 'Keep the verifier beside the state, and send it with the code.',
  },
  'refresh-missing': {
    v2: badRequest,
    sentence: 'The form of grant_type=refresh_token must have a refresh_token.',
    remedy: 'Send refresh_token of the newest answer.',
  },
  'refresh-token-foreign': {
    v2: badGrant,
    sentence: 'The refresh token must have been issued to this app.',
    remedy: 'Send refresh_token of the newest answer, or ask for authorization again.',
    mendedBy: 'authorize',
  },
  'refresh-token-used': {
    v2: badGrant,
    sentence: 'A refresh token must be used once: each refresh replaces it.',
    remedy: 'Send refresh_token of the newest answer; let one worker refresh at a time.',
    mendedBy: 'authorize',
  },
  'refresh-token-expired': {
    v2: badGrant,
    sentence: 'A refresh token must be used within 30 days.',
    remedy: 'Ask for authorization again, and refresh once a day.',
    mendedBy: 'authorize',
  },
  'grant-ended': {
    v2: badGrant,
    sentence: 'The authorization that a refresh token belongs to must not have been revoked.',
    remedy: 'Ask the person for authorization again.',
    mendedBy: 'authorize',
  },
});

/** The rules about access tokens that only version 2 has. */
export const BEARER_RULES = rules('refusal', 'api', {
  'bearer-of-other-kind': {
    v2: { status: 401, code: 'unauthorized' },
    sentence: 'Operations of a printer take its own access token, those of notifications that of the app.',
    remedy:
      'Send the access token of grant_type=client_credentials to the notification operations, and that of a code elsewhere.',
  },
});
