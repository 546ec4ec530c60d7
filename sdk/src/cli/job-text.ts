import type { JobInformation } from '../index.js';
import { plainText } from './plain-text.js';

/** Returns the status of a job for people. */
export function jobText(information: JobInformation): string {
  const { id, job_name, status, status_reason, total_pages, startedAt, updatedAt } = information;
  const because = status_reason ? ` (${plainText(status_reason)})` : '';
  const lines = [`job ${plainText(id)}: ${plainText(status)}${because}`];
  if (job_name) lines.push(`  name     ${plainText(job_name)}`);
  if (total_pages > 0) lines.push(`  pages    ${total_pages}`);
  if (startedAt) lines.push(`  started  ${startedAt.toISOString()}`);
  if (updatedAt) lines.push(`  updated  ${updatedAt.toISOString()}`);
  return lines.join('\n');
}

export const pagesText = (count: number): string =>
  count > 0 ? `, ${count} ${count === 1 ? 'page' : 'pages'}` : '';
