interface Job {
  readonly name: string;
  isExecuted: boolean;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const json = (status: number, body: unknown): Answer => ({ status, text: JSON.stringify(body) });

/** The jobs of a host, and no more: it executes a job once, and does not know it before. */
export class JobHost {
  /** The names of the jobs that came out of the printer, in their order. */
  readonly papers: string[] = [];
  readonly #jobs = new Map<string, Job>();

  /** Answers a call about jobs. `isRefused`: an execute that would be carried out is refused. */
  answer(method: string, path: string, body: string, isRefused: boolean): Answer {
    const [, id = '', verb] = /\/jobs(?:\/([^/]+))?(?:\/(print))?$/.exec(path) ?? [];
    if (id === '') {
      const { job_name } = JSON.parse(body) as { job_name: string };
      const job_id = `job${this.#jobs.size}`;
      this.#jobs.set(job_id, { name: job_name, isExecuted: false });
      return json(201, { id: job_id, upload_uri: 'https://storage.test/v1/storage/PostData?Key=k' });
    }
    const job = this.#jobs.get(id);
    if (!job) return json(404, { code: 'job_not_found' });
    if (method === 'GET') {
      if (!job.isExecuted) return json(404, { code: 'job_not_found' });
      const known = { status: 'pending', status_reason: 'job_queued', job_name: job.name };
      return json(200, { ...known, total_pages: 0, start_date: '', update_date: '' });
    }
    if (verb !== 'print') return json(404, { code: 'not_found' });
    if (job.isExecuted) return json(405, { code: 'command_not_allowed' });
    if (isRefused) return json(403, { code: 'printjob_too_many' });
    job.isExecuted = true;
    this.papers.push(job.name);
    return json(200, {});
  }
}
