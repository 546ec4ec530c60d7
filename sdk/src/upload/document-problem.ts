// Loaded for the first document that is refused: a web page that prints does not pay for it.

/** What is wrong with something that is no document. It is not repeated: it could be anything. */
export function notADocument(given: unknown): string {
  const what =
    typeof given === 'string' ? 'A string' : given instanceof Promise ? 'A Promise (await it)' : 'This';
  return `${what} is no document. Pass a File, { data, name } with a Blob or bytes, or { stream, name, sizeBytes }; for a path, fileDocument(path) from "epson-connect-sdk/node".`;
}

/** What is wrong with a document whose type does not print. */
export function noSuchType(name: string, printableExtensions: readonly string[]): string {
  const which = name ? JSON.stringify(name) : 'A document without a name';
  return `${which} has no type that prints: ${printableExtensions.join(', ')}.`;
}
