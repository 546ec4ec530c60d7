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

/** Colours a text, or leaves it as it is. */
export type Paint = (name: keyof typeof COLORS, text: string) => string;

/** Returns a function that colours texts for a terminal, or leaves them as they are. */
export function painter(color: boolean): Paint {
  return (name, text) => (color ? `${COLORS[name]}${text}${COLORS.off}` : text);
}

/** Formats an exchange as one line, with its refusal and its warnings on the lines below. */
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

/** Formats the line that tells the path of a printed document. */
export function formatPrinted({ jobId, path, sizeBytes }: PrintedDocument): string {
  return `         printed ${jobId.slice(0, 8)}: ${printable(path)} (${sizeBytes} bytes)`;
}

/** Formats a line of the output of a job's command. */
export function formatPrintNews({ jobId, line }: { readonly jobId: string; readonly line: string }): string {
  return `         print ${jobId.slice(0, 8)}: ${printable(line)}`;
}
