import type { Asker } from '../application/asker.js';
import { commandAtOnce } from '../application/at-once.js';
import { unsupported } from '../application/help.js';
import { openDetails } from '../application/open-form.js';
import { phrase } from '../application/wording.js';
import { type Answer, actAnswer, listAnswer, notice, showAnswer } from './answer.js';
import { openedAnswer, openedNewAnswer, submittedAnswer, submittedNewAnswer } from './answer-form.js';
import type { TeamsDesk } from './desk.js';
import { plain } from './markup.js';
import type { Press } from './press.js';
import { undoButton } from './render-actions.js';
import { renderDetails } from './render-details.js';

/** Carries out what was pressed. Faults are thrown; everything else is an answer. */
export async function answerTo(desk: TeamsDesk, asker: Asker, press: Press): Promise<Answer> {
  const { pressed } = press;
  const { reader } = asker;
  switch (pressed.do) {
    case 'form':
      return openedAnswer(desk, asker, press, pressed);
    case 'new':
      return openedNewAnswer(desk, asker, press);
    case 'details': {
      const opened = await openDetails(desk, asker, pressed.r);
      if (opened.kind === 'notice') return notice(asker, opened.text);
      const undo = opened.undo === null ? [] : [undoButton(reader, pressed.r, opened.undo, press.surface)];
      const title = plain(reader, phrase('form.details', { code: opened.code }));
      return { title, card: renderDetails(reader, opened.view, undo), text: title, extent: 'page' };
    }
    case 'list':
      return listAnswer(desk, asker, pressed.page, press.surface);
    case 'show':
      return showAnswer(desk, asker, await desk.referrals.byId(pressed.r), press.surface);
    case 'at-once':
    case 'snooze': {
      const { r: referralId } = pressed;
      const command = await commandAtOnce(
        desk,
        { ...pressed, referralId },
        asker,
        `teams:click:${asker.userId}:${press.pressId}`,
      );
      return command ? actAnswer(desk, asker, press, referralId, command) : notice(asker, phrase('refusal.not-found'));
    }
    case 'undo':
      return actAnswer(desk, asker, press, pressed.r, { id: `undo:${pressed.of}`, type: 'undo', of: pressed.of });
    case 'submit':
      return submittedAnswer(desk, asker, press, pressed);
    case 'submit-new':
      return submittedNewAnswer(desk, asker, press, pressed);
    case 'unsupported':
      return notice(asker, unsupported);
  }
}
