/** The client whose world is shown; absent where nobody chose one, which is the first client. */
export const chosenClient = new URLSearchParams(location.search).get('client_id') ?? undefined;

/** Returns an address in the world that is shown. */
export const inWorld = (address: string) =>
  chosenClient === undefined ? address : `${address}?client_id=${encodeURIComponent(chosenClient)}`;

/** Returns the address of a path of the control API in the world that is shown. */
export const addressOf = (path: string) => inWorld(`/_mock/api${path}`);
