import { appendFileSync, writeFileSync } from 'node:fs';
import { Api, type Exchange } from '../client/api';
import type { Home } from '../home/home';
import { say } from '../home/terminal';

/** Tells a story step by step, and writes its calls and answers to a file that HTTP clients can open. */
export class Story {
  #steps = 0;

  constructor(
    private readonly home: Home,
    private readonly gatewayUrl: string,
    title: string,
  ) {
    writeFileSync(
      home.storyFile,
      `# ${title}\n@gateway = ${gatewayUrl}\n\n# ===== Before the story begins\n`,
    );
  }

  /** One step: what happens in plain words, then what the system answered. */
  async step<T>(text: string, act: () => Promise<T>, answered: (result: T) => string): Promise<T> {
    this.#steps++;
    const heading = `${String(this.#steps)}. ${text}`;
    say(`\n${heading}`);
    this.#write(`\n# ===== ${heading}\n`);
    const result = await act();
    for (const line of answered(result).split('\n')) say(`   → ${line}`);
    return result;
  }

  /** The gateway as this person sees it; their calls are written down under their name. */
  caller(name: string, token?: string): Api {
    return new Api(this.gatewayUrl, token, (exchange) => {
      this.#write(`\n${recorded(name, exchange)}`);
    });
  }

  #write(text: string): void {
    appendFileSync(this.home.storyFile, text);
  }
}

/** A call and its answer in the form of .http files; tokens are not written down. */
export function recorded(name: string, exchange: Exchange): string {
  const { method, path, sent, status, headers, body } = exchange;
  const isPublic = path.startsWith('/v1/auth/') || path.startsWith('/v1/sandbox/');
  const request = [
    `### ${name}`,
    `${method} {{gateway}}${path}`,
    ...(isPublic ? [] : [`Authorization: Bearer {{${name}}}`]),
    ...(sent === undefined ? [] : ['Content-Type: application/json', '', printed(hidden(sent))]),
  ];
  const requestId = headers.get('x-request-id');
  const answer = [
    `${String(status)}${requestId === null ? '' : ` (request ${requestId})`}`,
    ...(body === '' ? [] : printed(hidden(body)).split('\n')),
  ];
  return [...request, '', ...answer.map((line) => `# ${line}`), ''].join('\n');
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

const SECRET = new Set(['accessToken', 'refreshToken']);

function hidden(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, content]: [string, unknown]) => [
      field,
      SECRET.has(field) ? '…' : content,
    ]),
  );
}
