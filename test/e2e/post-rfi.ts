export const intakeToken = 'e2e-intake-token-0123456789';

let sent = 0;

/** Posts an RFI in our own form, another one each time. */
export async function takenIn(url: string, overrides: Record<string, unknown> = {}) {
  const answer = await postRfi(url, {
    customer: { name: 'Contoso Ltd' },
    notes: 'We need help.',
    externalId: `rfi-${++sent}`,
    ...overrides,
  });
  if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as { id: string; code: string; duplicate: boolean };
}

export async function postRfi(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/intake/referrals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${intakeToken}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
