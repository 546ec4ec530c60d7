import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Response } from 'supertest';
import { expect } from 'vitest';
import { operationsOf, readDescription, strictly, type DescribedOperation } from './description.js';

/** An answer: the status, and Epson's code if it has one. */
export interface Met {
  readonly operationId: string;
  readonly status: number;
  readonly code: string | undefined;
  /** The status of the job that it tells of. */
  readonly jobStatus?: string | undefined;
  /** True if a fault made the answer. */
  readonly byFault: boolean;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const validators = new Map<object, ValidateFunction>();

/** Returns the word of an answer: that of its body, of the heading of its page, or the one that a redirect carries. */
function codeOf({ body, headers, text }: Response): string | undefined {
  const location = String(headers['location'] ?? '');
  const sentBack =
    location === '' ? null : new URL(location, 'http://nowhere.invalid').searchParams.get('error');
  return body?.code ?? body?.error ?? body?.message ?? sentBack ?? /<h1>(\w+)<\/h1>/.exec(text ?? '')?.[1];
}

/** Holds answers to the description, and remembers which of its statuses were met. */
export class Contract {
  readonly operations: ReadonlyMap<string, DescribedOperation>;
  readonly met: Met[] = [];

  constructor(file = 'v1/openapi.yaml') {
    this.operations = operationsOf(readDescription(file));
  }

  operation(operationId: string): DescribedOperation {
    const found = this.operations.get(operationId);
    if (found === undefined) throw new Error(`the description has no operation ${operationId}`);
    return found;
  }

  /** Expects an answer to be one that the description allows, and passes it on. */
  async check(operationId: string, answer: PromiseLike<Response>): Promise<Response> {
    const response = await answer;
    const operation = this.operation(operationId);
    const described = operation.responses[String(response.status)];
    if (described === undefined) {
      expect.fail(
        `${operationId} answered ${response.status}, which the description does not have: ${response.text}`,
      );
    }
    const [[mediaType, media] = []] = Object.entries(described.content ?? {});
    // Bytes, or events: there is nothing in them that a schema of JSON could say.
    if (mediaType !== undefined && (media?.schema === undefined || media.schema['format'] === 'binary')) {
      expect(response.headers['content-type']).toBe(mediaType);
    } else if (media?.schema === undefined || mediaType === undefined) {
      expect(response.text ?? '', `${operationId} ${response.status} has no body`).toBe('');
    } else {
      expect(response.headers['content-type']).toMatch(new RegExp(`^${mediaType}($|; charset=UTF-8$)`));
      expect(
        this.faultsOf(media.schema, mediaType.startsWith('text/') ? response.text : response.body),
        `${operationId} ${response.status} ${response.text}`,
      ).toEqual([]);
    }
    for (const name of Object.keys(described.headers ?? {})) {
      expect(response.headers, `${operationId} ${response.status}`).toHaveProperty(name.toLowerCase());
    }
    this.met.push({
      operationId,
      status: response.status,
      code: codeOf(response),
      jobStatus: response.body?.status,
      byFault: String(response.headers['x-epson-mock-hint'] ?? '').startsWith('fault: '),
    });
    return response;
  }

  /** Returns what is wrong with a value by a schema of the description; nothing when it is right. */
  faultsOf(schema: object, body: unknown): string[] {
    let validate = validators.get(schema);
    if (validate === undefined) {
      validate = ajv.compile(strictly(schema) as object);
      validators.set(schema, validate);
    }
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
    );
  }
}
