import { AdaptiveCard, NumberInput, OpenUrlAction, ToggleVisibilityAction } from 'adaptivecards';
import { memo, useEffect, useRef, useState } from 'react';
import type { TeamsPerson } from '../../teams-page-api.js';
import { hostConfig } from './host-config.js';
import { markdownToHtml } from './markdown.js';
import { prepareCard } from './prepare-card.js';
import { useTeamsReader } from './reader.js';

// All escaped before it becomes HTML: see markdown.ts. The library sets a width and margins on the first element.
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = `<div>${markdownToHtml(text)}</div>`;
  result.didProcess = true;
};

interface CardViewProps {
  card: object;
  people: readonly TeamsPerson[];
  /** `action` is its place in the card; `inputs` hold what is entered now. */
  onAction: (action: string, inputs: Record<string, string>) => Promise<void>;
}

/** An Adaptive Card, drawn by Microsoft's own library. Drawn anew only when its content changes: inputs keep theirs. */
export const CardView = memo(
  function CardView({ card, people, onAction }: CardViewProps) {
    const place = useRef<HTMLDivElement>(null);
    const act = useRef(onAction);
    const [busy, setBusy] = useState(false);
    const waiting = useRef(false);
    /** The button that had the focus when the card was drawn anew: whoever works by the keyboard goes on from there. */
    const focused = useRef<string | null>(null);
    const content = JSON.stringify(card);
    const { locale, tz } = useTeamsReader();
    act.current = onAction;

    useEffect(() => {
      const drawn = new AdaptiveCard();
      drawn.hostConfig = hostConfig;
      drawn.parse(prepareCard(JSON.parse(content) as object, people, { locale, tz }));
      allowEmptyNumbers(drawn);
      drawn.onExecuteAction = (action) => {
        if (action instanceof OpenUrlAction) {
          window.open(action.url, '_blank', 'noopener');
          return;
        }
        // The library has done it already.
        if (action instanceof ToggleVisibilityAction) return;
        // Not made inert, which would take the focus away from the button.
        if (waiting.current) return;
        waiting.current = true;
        setBusy(true);
        void act.current(action.id ?? '', inputsOf(drawn)).finally(() => {
          waiting.current = false;
          setBusy(false);
        });
      };
      const rendered = drawn.render();
      if (rendered) place.current?.replaceChildren(rendered);
      if (focused.current !== null) focusButton(place.current, focused.current);
      return () => {
        const { activeElement } = document;
        focused.current = place.current?.contains(activeElement) ? (activeElement?.getAttribute('title') ?? '') : null;
        place.current?.replaceChildren();
      };
    }, [content, people, locale, tz]);

    return <div className="teams-card" ref={place} aria-busy={busy} />;
  },
  (before, after) => before.card === after.card && before.people === after.people && before.onAction === after.onAction,
);

/** The button of that title; one that is gone leaves the focus to the card's first. */
function focusButton(card: HTMLElement | null, title: string): void {
  const buttons = [...(card?.querySelectorAll('button') ?? [])].filter((button) => button.offsetParent !== null);
  const same = buttons.find((button) => button.title === title) ?? buttons[0];
  same?.focus({ preventScroll: true });
}

function inputsOf(card: AdaptiveCard): Record<string, string> {
  // A card that is shown by a button sends its own inputs and those around it; so do we, by sending all.
  const inputs = card.getAllInputs(true);
  return Object.fromEntries(inputs.map(({ id, value }) => [id ?? '', isEmpty(value) ? '' : String(value)]));
}

/** The library reads an empty number as NaN, and then finds it below its minimum although it may be empty. */
function allowEmptyNumbers(card: AdaptiveCard): void {
  for (const input of card.getAllInputs(true)) {
    if (!(input instanceof NumberInput)) continue;
    const isValid = input.isValid.bind(input);
    input.isValid = () => (isEmpty(input.value) ? !input.isRequired : isValid());
  }
}

const isEmpty = (value: unknown) => value === undefined || Number.isNaN(value);
