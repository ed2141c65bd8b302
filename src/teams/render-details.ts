import type { DetailsView, TextView } from '../application/card-view.js';
import { phrase } from '../application/wording.js';
import { bytesOf, limits } from './limits.js';
import { type Reader, sentence, shorten } from './markup.js';
import { linkButton } from './render-actions.js';
import { linesOf, renderFact, renderHistory, renderText, titleOf } from './render-card.js';
import { fill, type Json } from './templates.js';

const mostEvents = 20;
/** Bytes that the history may take from the texts, and what is kept free for what stands around. */
const historyBytes = 3_500;
const reserve = 1_000;

/**
 * Everything about a referral, as far as a card can hold it; it says so where something is left out.
 *
 * @param undo the button that takes the reader's own last command back, if they still can
 */
export function renderDetails(reader: Reader, view: DetailsView, undo: readonly Json[] = []): Json {
  const history = fittingEvents(reader, view);
  const draw = (texts: readonly TextView[], cut: boolean) =>
    fill('details', {
      fallback: titleOf(reader, view.title),
      title: titleOf(reader, view.title),
      status: sentence(reader, view.status),
      undo: undo.length > 0 ? [{ actions: undo }] : [],
      facts: view.facts.map((fact) => renderFact(reader, fact)),
      texts: texts.map((text) => renderText(reader, text)),
      warnings: cut ? [{ text: sentence(reader, phrase('details.more')) }] : [],
      history: [history],
      actions: view.link ? [linkButton(reader, view.link)] : [],
    });
  const isLong = view.facts.some(({ value }) => typeof value === 'string' && value.length > limits.fact);
  if (view.texts.every(({ text }) => text.length < limits.cardBytes)) {
    const whole = draw(view.texts, isLong);
    if (bytesOf(whole) <= limits.cardBytes) return whole;
  }
  return draw(shortened(view.texts, limits.cardBytes - reserve - bytesOf(draw([], true))), true);
}

/** Text by text, each as long as there is still room; those after the first that is cut get a little. */
function shortened(texts: readonly TextView[], room: number): TextView[] {
  const least = 400;
  const kept: TextView[] = [];
  let left = room;
  for (const [index, text] of texts.entries()) {
    const forOthers = (texts.length - index - 1) * least;
    let candidate = { ...text, text: shorten(text.text, Math.max(1, left)) };
    while (bytesOfText(candidate) > left - forOthers && candidate.text.length > 1) {
      const ratio = Math.min(0.9, (left - forOthers) / bytesOfText(candidate));
      candidate = { ...text, text: shorten(candidate.text, Math.max(1, Math.floor(candidate.text.length * ratio))) };
    }
    if (bytesOfText(candidate) > left) break;
    left -= bytesOfText(candidate);
    kept.push(candidate);
  }
  return kept;
}

/** What a text takes, its container and a block for each line included. */
const bytesOfText = ({ label, text }: TextView) =>
  400 + bytesOf(label) + linesOf(text).reduce((sum, line) => sum + bytesOf(line) + 110, 0);

/** The latest events, as many as their share of the card holds. */
function fittingEvents(reader: Reader, view: DetailsView): Json {
  for (let count = Math.min(mostEvents, view.history.length); ; count -= 1) {
    const drawn = renderHistory(reader, view.history.slice(0, count));
    if (count <= 1 || bytesOf(drawn) <= historyBytes) return drawn;
  }
}
