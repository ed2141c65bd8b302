import { type Asker, askerOf } from '../application/asker.js';
import { faultPhrase } from '../application/faults.js';
import { within } from '../application/within.js';
import { phrase } from '../application/wording.js';
import { type Activity, baseOf, readerOf } from './activity.js';
import { type Answer, notice } from './answer.js';
import { faultAnswer } from './answer-form.js';
import { answerTo } from './answer-press.js';
import type { TeamsDesk } from './desk.js';
import type { Press } from './press.js';
import { linkButton } from './render-actions.js';
import { renderNotice } from './render-notice.js';
import { type Replaced, replacedCard } from './replaced-card.js';

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
    .then((asker) => answered(desk, activity, asker, press))
    .catch((error) => faultAnswer(stranger, press, faultPhrase(desk.logger, error)));
  const answer = await within(work, desk.answerWithinMs);
  // Pressed again, the same press is the same command.
  return answer.done ? answer.value : faultAnswer(stranger, press, phrase('fault.slow'));
}

/** Nobody acts by a card that another one has taken over from: it may show what isn't so any more. */
async function answered(desk: TeamsDesk, activity: Activity, asker: Asker, press: Press): Promise<Answer> {
  const replaced = asker.standing.kind === 'member' ? await replacedCard(desk, activity, press.pressed) : null;
  return replaced ? whereItStands(asker, replaced) : answerTo(desk, asker, press);
}

function whereItStands(asker: Asker, { text, url }: Replaced): Answer {
  const said = notice(asker, text);
  if (!url) return said;
  const actions = [linkButton(asker.reader, { label: phrase('card.open'), url })];
  return { ...said, card: renderNotice(asker.reader, [text], { actions }), extent: 'few-lines' };
}
