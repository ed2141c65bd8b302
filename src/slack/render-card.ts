import type {
  ActionsBlock,
  Button,
  KnownBlock,
  Overflow,
  RichTextBlock,
  SectionBlock,
  StaticSelect,
} from '@slack/types';
import type { ActionView, CardButtons, CardView, FactView, SnoozeView, TextView } from '../application/card-view.js';
import { actionIds, moreValue, snoozeValue } from './action-ids.js';
import { limits, shorten } from './limits.js';
import {
  escapeWithin,
  isolated,
  isVisible,
  label,
  mrkdwn,
  plain,
  plainText,
  type Reader,
  withoutControls,
} from './markup.js';

/** The longest value beside a label, in characters as sent; “Show all” has longer ones whole, below the others. */
export const longestFact = 200;
/** A link that is longer leaves no room for what stands beside it. */
const longestLink = 2_000;

/** A card as Block Kit: what it is about on top, what can be done at the bottom, readable in five seconds. */
export function renderCard(reader: Reader, view: CardView): KnownBlock[] {
  const headline = view.headline === null ? '' : `*${isolated(escapeWithin(view.headline, 300))}*\n`;
  return [
    { type: 'header', text: plainText(plain(reader, view.title), limits.header) },
    ...(view.alert ? [section(mrkdwn(reader, view.alert.text))] : []),
    section(`${headline}${mrkdwn(reader, view.status)}`),
    factsSection(reader, view.facts),
    ...view.texts.map((text) => quote(reader, text)),
    footer(reader, view),
    actions(reader, view),
  ];
}

const section = (text: string): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: shorten(text, limits.section.text), verbatim: true },
});

/** Labels and values in two columns. */
export function factsSection(reader: Reader, facts: readonly FactView[]): SectionBlock {
  return {
    type: 'section',
    fields: facts.slice(0, limits.section.fields).map(({ label: name, value }) => {
      const text = typeof value === 'string' ? escapeWithin(value, longestFact) : mrkdwn(reader, value);
      return { type: 'mrkdwn', text: `*${mrkdwn(reader, name)}*\n${isVisible(text) ? text : '–'}`, verbatim: true };
    }),
  };
}

/** Somebody's own words. Rich text is never parsed: what stands in it can't become a mention, a link or an emoji. */
export function quote(reader: Reader, { label: name, text }: TextView): RichTextBlock {
  const words = withoutControls(text);
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [{ type: 'text', text: plain(reader, name), style: { bold: true } }],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: isVisible(words) ? words : '–' }] },
    ],
  };
}

function footer(reader: Reader, view: CardView): KnownBlock {
  const parts = view.footnotes.map((note) => mrkdwn(reader, note));
  if (view.texts.some((text) => text.shortened)) parts.push(mrkdwn(reader, { key: 'card.shortened' }));
  parts.push(...linkTo(reader, view));
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: shorten(parts.join(' · '), limits.context.text), verbatim: true }],
  };
}

/** The way to the same referral elsewhere, as mrkdwn; none where there is no such place. */
export function linkTo(reader: Reader, { link }: Pick<CardView, 'link'>): string[] {
  if (!link || link.url.length > longestLink) return [];
  return [`<${link.url.replaceAll('&', '&amp;')}|${mrkdwn(reader, link.label)}>`];
}

/** What can be pressed. */
export function actions(reader: Reader, view: CardButtons): ActionsBlock {
  const buttons = view.actions.map((action) => button(reader, action, view));
  const menu = view.more.length > 0 ? [overflow(reader, view)] : [];
  return {
    type: 'actions',
    elements: [...buttons, ...(view.snooze ? [snooze(reader, view, view.snooze)] : []), ...menu],
  };
}

function button(reader: Reader, { action, label: name, style }: ActionView, view: CardButtons): Button {
  return {
    type: 'button',
    text: plainText(plain(reader, name), limits.button.text),
    action_id: actionIds.open(action),
    value: view.referralId,
    accessibility_label: shorten(`${plain(reader, name)} ${view.code}`, limits.button.accessibilityLabel),
    ...(style === 'plain' ? {} : { style }),
  };
}

function snooze(reader: Reader, view: CardButtons, { label: name, options }: SnoozeView): StaticSelect {
  return {
    type: 'static_select',
    action_id: actionIds.snooze,
    placeholder: plainText(plain(reader, name), limits.select.placeholder),
    options: options.map((option) => ({
      text: plainText(plain(reader, option.label), limits.option.text),
      value: snoozeValue(option.snooze, view.referralId),
    })),
  };
}

function overflow(reader: Reader, view: CardButtons): Overflow {
  return {
    type: 'overflow',
    action_id: actionIds.more,
    options: view.more.slice(0, limits.overflow.options).map(({ action, label: name }) => ({
      text: plainText(plain(reader, name), limits.option.text),
      value: moreValue(action, view.referralId),
    })),
  };
}

/** The button that takes a command back. */
export function undoButton(reader: Reader, referralId: string, of: string): ActionsBlock {
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        text: label(reader, 'action.undo', limits.button.text),
        action_id: actionIds.undo,
        value: JSON.stringify({ r: referralId, of }),
      },
    ],
  };
}
