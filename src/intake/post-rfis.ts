import { type FileEntry, rfisOf } from './rfi-files.js';

export interface PostParts {
  /** Where the desk listens, e.g. `http://127.0.0.1:3000`; or the whole address of the intake. */
  readonly url: string;
  readonly token: string;
  readonly fetch: typeof fetch;
  /** Shows one line. */
  readonly print: (line: string) => void;
  readonly wait: (ms: number) => Promise<void>;
}

/** A desk that is busy or without its store this often in a row needs a person. */
const mostAttempts = 10;
const longestWaitMs = 60_000;

/** Posts the RFIs of files, one after the other, and says of each what became of it. Resolves with how many failed. */
export async function postRfis(files: readonly string[], parts: PostParts): Promise<number> {
  const entries = files.flatMap(rfisOf);
  let failed = 0;
  let n = 0;
  for (const entry of entries) {
    const outcome = await post(entry, parts);
    if (!outcome.taken) failed += 1;
    n += 1;
    parts.print(`${n}/${entries.length} ${entry.name}: ${outcome.text}`);
  }
  parts.print(`${entries.length - failed} taken in, ${failed} refused`);
  return failed;
}

type Outcome = { readonly taken: boolean; readonly text: string };

async function post(entry: FileEntry, parts: PostParts): Promise<Outcome> {
  if ('problem' in entry) return { taken: false, text: entry.problem };
  const address = addressOf(parts.url);
  for (let attempt = 1; ; attempt++) {
    let response: Response;
    try {
      response = await parts.fetch(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${parts.token}` },
        body: JSON.stringify(entry.rfi),
      });
    } catch {
      return { taken: false, text: `nothing answers at ${address}; is the desk running?` };
    }
    if ((response.status !== 429 && response.status !== 503) || attempt === mostAttempts) return outcomeOf(response);
    await response.body?.cancel();
    await parts.wait(retryAfterMs(response));
  }
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const answer = (await response.json().catch(() => ({}))) as {
    code?: string;
    duplicate?: boolean;
    detail?: string;
    errors?: readonly { pointer: string; expected: string; got: string }[];
  };
  if (response.status === 202) {
    return { taken: true, text: `${answer.code}${answer.duplicate ? ' (known already)' : ''}` };
  }
  const fields = answer.errors?.map(
    ({ pointer, expected, got }) => `${pointer || 'the whole'}: expected ${expected}, got ${got}`,
  );
  return { taken: false, text: fields?.join('; ') ?? `${response.status} ${answer.detail ?? response.statusText}` };
}

function addressOf(url: string): string {
  const base = url.replace(/\/+$/, '');
  return base.endsWith('/intake/referrals') ? base : `${base}/intake/referrals`;
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 1);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1_000, longestWaitMs) : 1_000;
}
