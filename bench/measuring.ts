import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** Does something so many times at a steady rate, whoever is still waiting for an earlier one. Ends with the last. */
export async function atRate(perSecond: number, times: number, act: (n: number) => Promise<void>): Promise<void> {
  const running: Promise<void>[] = [];
  const begin = performance.now();
  for (let n = 0; n < times; n += 1) {
    const due = begin + (n * 1000) / perSecond;
    if (due > performance.now()) await wait(due - performance.now());
    running.push(act(n));
  }
  await Promise.all(running);
}

/** In milliseconds. */
export function summary(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
  return { count: sorted.length, median: at(0.5), p99: at(0.99), max: Number((sorted.at(-1) ?? 0).toFixed(1)) };
}

/** What a process says first: the desk that it listens, a bare app its port. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output');
  const lines = createInterface(child.stdout);
  const [line] = (await once(lines, 'line')) as [string];
  return line;
}

/** Sends an RFI, slower where it is asked to, and resolves with the referral's id. */
export async function postRfi(url: string, token: string, externalId: string): Promise<string> {
  const response = await fetch(`${url}/intake/referrals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ customer: { name: 'Contoso Ltd' }, notes: 'Bench', externalId }),
  });
  if (response.status === 429) {
    await wait(Number(response.headers.get('retry-after')) * 1000);
    return postRfi(url, token, externalId);
  }
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

export function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** What a long run is at; beside the figures, which go to standard output. */
export function progress(what: string): void {
  process.stderr.write(`${new Date().toISOString()} ${what}\n`);
}

/** The figures of a whole run, one below the other. */
export function table(rows: readonly Readonly<Record<string, string | number>>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, n) => Math.max(...lines.map((line) => line[n]?.length ?? 0)));
  for (const line of lines) {
    process.stdout.write(`${line.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ')}\n`);
  }
}

/** How long something took, in milliseconds. */
export async function duration(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** Runs something so many times, by so many clients at once. */
export async function timed(times: number, run: (n: number) => Promise<unknown>, clients = 1) {
  for (let n = 0; n < 20; n++) await run(-1 - n);
  const each: number[] = [];
  let next = 0;
  const begun = performance.now();
  const client = async () => {
    for (let n = next++; n < times; n = next++) {
      const started = performance.now();
      await run(n);
      each.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const perSecond = Math.round((times * 1000) / (performance.now() - begun));
  return { ...summary(each), perSecond };
}

export const mega = (bytes: number) => Math.round(bytes / 1_048_576);
