import type { Readable, Writable } from 'node:stream';
import { startChromium } from './chromium.js';

/** The window that a page is shown in. */
export interface Window {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A page that a test looks at and clicks in, over the pipe of the browser's own protocol. */
export class DevtoolsPage {
  /** Complaints of the browser: what a policy has blocked, errors of scripts, files that are missing. */
  readonly complaints: string[] = [];
  readonly #write: Writable;
  readonly #ended: Promise<never>;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #session: string | undefined;
  #sent = 0;

  private constructor(read: Readable, write: Writable, ended: Promise<never>) {
    this.#write = write;
    this.#ended = ended;
    let text = '';
    read.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (text + chunk).split('\0');
      text = messages.pop() ?? '';
      for (const each of messages) this.#hear(JSON.parse(each) as Message);
    });
  }

  /** Opens an empty page. It ends with the test. */
  static async open({ width, height, scheme }: Window): Promise<DevtoolsPage> {
    const { child, ended } = await startChromium(['--remote-debugging-pipe', 'about:blank']);
    const [, , , write, read] = child.stdio as [null, null, Readable, Writable, Readable];
    const page = new DevtoolsPage(read, write, ended);
    const { targetId } = await page.#send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await page.#send('Target.attachToTarget', { targetId, flatten: true });
    page.#session = String(sessionId);
    for (const domain of ['Page', 'Runtime', 'Log']) await page.#send(`${domain}.enable`);
    await page.#send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await page.#send('Emulation.setEmulatedMedia', { features });
    return page;
  }

  async goTo(url: string): Promise<void> {
    await this.#loading(() => this.#send('Page.navigate', { url }));
  }

  /** Clicks where an element is, and waits for the page that follows. */
  async click(selector: string): Promise<void> {
    const box = `(() => { const box = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; })()`;
    const at = { ...((await this.evaluate(box)) as object), button: 'left', clickCount: 1 };
    await this.#loading(async () => {
      for (const type of ['mousePressed', 'mouseReleased'])
        await this.#send('Input.dispatchMouseEvent', { type, ...at });
    });
  }

  /** Returns the value of an expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.#send('Runtime.evaluate', { expression, returnByValue: true });
    return (result as { readonly value?: unknown }).value;
  }

  /** Returns a picture of what is seen, as PNG. */
  async picture(): Promise<Buffer> {
    const { data } = await this.#send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(String(data), 'base64');
  }

  async #loading(act: () => Promise<unknown>): Promise<void> {
    const loaded = new Promise<void>((resolve, reject) => {
      const listener = ({ method }: Message) => {
        // A page that a policy has blocked never loads.
        if (method === 'Log.entryAdded') reject(new Error(this.complaints.join()));
        if (method !== 'Page.loadEventFired') return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
    await Promise.race([Promise.all([act(), loaded]), this.#ended]);
  }

  async #send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = (this.#sent += 1);
    const answered = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    this.#write.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    const { result, error } = await Promise.race([answered, this.#ended]);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  #hear(message: Message): void {
    const { id, method, params } = message;
    if (id !== undefined) this.#waiting.get(id)?.(message);
    if (method === 'Log.entryAdded') this.complaints.push(JSON.stringify(params?.['entry']));
    if (method === 'Runtime.exceptionThrown') this.complaints.push(JSON.stringify(params));
    for (const listener of this.#listeners) listener(message);
  }
}
