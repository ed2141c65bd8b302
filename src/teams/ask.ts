import { type Asker, askerOf } from '../application/asker.js';
import { faultPhrase } from '../application/faults.js';
import { acknowledgeWithinMs, within } from '../application/within.js';
import { phrase } from '../application/wording.js';
import { type Activity, baseOf, readerOf } from './activity.js';
import { type Answer, answerTo, faultAnswer } from './answer.js';
import type { TeamsDesk } from './desk.js';
import type { Press } from './press.js';

/** Who sent an activity. People are known by their object ids in Microsoft Entra; who has none is a stranger. */
export async function askerFor(desk: TeamsDesk, activity: Activity): Promise<Asker> {
  const reader = readerOf(activity);
  const id = activity.from.aadObjectId;
  if (!id) return { userId: activity.from.id, standing: { kind: 'unknown', language: reader.language }, reader };
  desk.directory.met(id, {
    conversation: baseOf(activity.conversation.id),
    serviceUrl: activity.serviceUrl,
    ...reader,
  });
  return askerOf(desk.directory, id);
}

/** An answer in time, whatever happens: Teams gives up on an invoke after some seconds. */
export async function answerInTime(desk: TeamsDesk, activity: Activity, press: Press): Promise<Answer> {
  const stranger: Asker = {
    userId: activity.from.id,
    standing: { kind: 'unknown', language: readerOf(activity).language },
    reader: readerOf(activity),
  };
  const work = askerFor(desk, activity)
    .then((asker) => answerTo(desk, asker, press))
    .catch((error) => faultAnswer(stranger, press, faultPhrase(desk.logger, error)));
  const answer = await within(work, acknowledgeWithinMs);
  // Pressed again, the same press is the same command.
  return answer.done ? answer.value : faultAnswer(stranger, press, phrase('fault.slow'));
}
