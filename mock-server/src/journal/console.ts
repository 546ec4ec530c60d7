import type { PrintedDocument } from '../epson/domain/move-queue.js';
import type { Exchange } from '../http/exchange.js';
import { printable } from '../text/printable.js';

const COLORS = {
  good: '\u001b[32m',
  warning: '\u001b[33m',
  bad: '\u001b[31m',
  dim: '\u001b[2m',
  strong: '\u001b[1m',
  off: '\u001b[0m',
};

/** How a text is to look. */
export type Paint = (name: keyof typeof COLORS, text: string) => string;

/** What colours texts for a terminal, or leaves them as they are. */
export function painter(color: boolean): Paint {
  return (name, text) => (color ? `${COLORS[name]}${text}${COLORS.off}` : text);
}

/** An exchange as one line, with what was wrong with it on the lines below. */
export function formatExchange(exchange: Exchange, color: boolean): string {
  const paint = painter(color);
  const { status, durationMs } = exchange.outcome ?? { status: 'connection lost', durationMs: 0 };
  const isBad = typeof status !== 'number' || status >= 400;
  const time = exchange.startedAt.toISOString().slice(11, 19);
  const lines = [
    [
      paint('dim', time),
      paint(isBad ? 'bad' : 'good', String(status)),
      printable(exchange.method),
      printable(exchange.target),
      paint('dim', `${Math.round(durationMs)} ms`),
    ].join(' '),
  ];
  if (exchange.refusal !== undefined) {
    lines.push(`         ${paint('bad', exchange.refusal.rule)}: ${printable(exchange.refusal.hint)}`);
  }
  for (const { rule, hint } of exchange.warnings) {
    lines.push(`         ${paint('warning', `warning ${rule}`)}: ${printable(hint)}`);
  }
  return lines.join('\n');
}

/** Returns the line that tells where the document of a printed job lies. */
export function formatPrinted({ jobId, path, sizeBytes }: PrintedDocument): string {
  return `         printed ${jobId.slice(0, 8)}: ${printable(path)} (${sizeBytes} bytes)`;
}

/** A line of what was said when a job was handed on. */
export function formatPrintNews({ jobId, line }: { readonly jobId: string; readonly line: string }): string {
  return `         print ${jobId.slice(0, 8)}: ${printable(line)}`;
}
