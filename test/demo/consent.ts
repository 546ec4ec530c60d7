/** One page of the consent, and the button that was pressed on it. */
export interface ConsentPage {
  readonly title: string;
  readonly button: string;
  /** The small print of the button. */
  readonly note: string;
}

/**
 * Plays the person in front of the browser: opens the consent page of the mock, presses the first button of each of its forms,
 * and sends the form as a browser does.
 *
 * @returns the pages, and the address that the browser is sent back to
 */
export async function consentInPlaceOfPerson(
  url: string,
): Promise<{ readonly pages: readonly ConsentPage[]; readonly back: string }> {
  const pages: ConsentPage[] = [];
  let response = await fetch(url, { redirect: 'manual' });
  for (;;) {
    const back = response.headers.get('location');
    if (back !== null) return { pages, back };
    const page = await response.text();
    const [, action] = /<form[^>]* action="([^"]*)"/.exec(page) ?? [];
    const [, name, value, label] =
      /<button name="([^"]*)" value="([^"]*)">([^]*?)<\/button>/.exec(page) ?? [];
    if (!action || !name || !value || !label) throw new Error(`no form was found on ${response.url}`);
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const fields = [...hidden.map(([, field = '', given = '']) => [field, given]), [name, value]];
    const [, title = ''] = /<h1>([^<]*)/.exec(page) ?? [];
    const [button = '', note = ''] = label.split('<small>').map(textOf);
    pages.push({ title, button, note });
    response = await fetch(new URL(action, response.url), {
      method: 'POST',
      body: new URLSearchParams(fields.map(([field = '', given = '']) => [field, textOf(given)])),
      redirect: 'manual',
    });
  }
}

/** Returns the text of a piece of HTML. */
const textOf = (html: string): string =>
  html.replace(/<[^>]*>/g, '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
